package io.playhead.storage;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server in this process, one for all tests; each test has a bucket of its own. */
public final class S3Server {

    public static final String KEY_ID = "the-key-id";
    public static final String SECRET = "the-secret-of-the-tests";

    private static final S3Proxy SERVER = started();

    private S3Server() {}

    private static S3Proxy started() {
        try {
            S3Proxy server = S3Proxy.builder()
                    .blobStore(new TransientNio2BlobStore())
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET)
                    .ignoreUnknownHeaders(true)
                    .stopTimeout(0)
                    .build();
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void stop(S3Proxy server) {
        try {
            server.stop();
        } catch (Exception ending) {
            // the process ends anyway
        }
    }

    public static int port() {
        return SERVER.getPort();
    }

    public static URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** For a program that shall have recordings in this bucket. The credentials are in the system's properties. */
    public static Map<String, String> settings(Bucket bucket) {
        System.setProperty("aws.accessKeyId", KEY_ID);
        System.setProperty("aws.secretAccessKey", SECRET);
        return Map.of(
                "playhead.storage.s3.endpoint", endpoint().toString(),
                "playhead.storage.s3.path-style", "true",
                "playhead.storage.s3.buckets[0].name", bucket.name());
    }

    static S3Properties properties(URI endpoint, String bucket, String prefix) {
        return new S3Properties(
                List.of(new S3Properties.Bucket(bucket, prefix)),
                endpoint,
                null,
                true,
                S3Properties.Encryption.NONE,
                null,
                64,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                3,
                Duration.ofSeconds(5),
                DataSize.ofMegabytes(128));
    }

    static S3Calls calls(S3Properties properties, AtomicLong requests) {
        S3Credentials credentials =
                new S3Credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)));
        return new S3Calls(client(properties, requests, credentials), credentials);
    }

    private static S3AsyncClient client(S3Properties properties, AtomicLong requests, S3Credentials credentials) {
        return S3Client.of(properties, credentials)
                .overrideConfiguration(S3Client.override(properties)
                        .addExecutionInterceptor(new ExecutionInterceptor() {
                            @Override
                            public void beforeTransmission(
                                    Context.BeforeTransmission context, ExecutionAttributes attributes) {
                                requests.incrementAndGet();
                            }
                        })
                        .build())
                .build();
    }

    /** What a test does behind a store's back. */
    public static final class Bucket implements AutoCloseable {

        private final String name = "b" + UUID.randomUUID();
        private final S3AsyncClient client;

        public Bucket() {
            client = calls(properties(endpoint(), name, ""), new AtomicLong()).client();
            client.createBucket(request -> request.bucket(name)).join();
        }

        public String name() {
            return name;
        }

        public S3AsyncClient client() {
            return client;
        }

        public void put(String key, byte[] octets) {
            put(key, octets, Map.of());
        }

        /** @param modified when it was, in a place from which it has been moved; null: now */
        public Place put(String key, byte[] octets, @Nullable Instant modified) {
            put(
                    key,
                    octets,
                    modified == null
                            ? Map.of()
                            : Map.of(
                                    S3Facts.MODIFIED,
                                    TimeUnit.SECONDS.toNanos(modified.getEpochSecond()) + modified.getNano() + ""));
            return new Place("s3://" + name + "/" + key);
        }

        private void put(String key, byte[] octets, Map<String, String> metadata) {
            client.putObject(
                            request -> request.bucket(name).key(key).metadata(metadata),
                            AsyncRequestBody.fromBytes(octets))
                    .join();
        }

        byte[] get(String key) {
            return client.getObject(request -> request.bucket(name).key(key), AsyncResponseTransformer.toBytes())
                    .join()
                    .asByteArray();
        }

        /** The last parts of keys, and of uploads that have not been completed. */
        public List<String> names() {
            List<String> names = new ArrayList<>();
            client.listObjectsV2(request -> request.bucket(name)).join().contents().stream()
                    .map(S3Object::key)
                    .forEach(names::add);
            client.listMultipartUploads(request -> request.bucket(name)).join().uploads().stream()
                    .map(upload -> upload.key() + " unfinished")
                    .forEach(names::add);
            return names.stream()
                    .map(key -> key.substring(key.lastIndexOf('/') + 1))
                    .sorted()
                    .toList();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
