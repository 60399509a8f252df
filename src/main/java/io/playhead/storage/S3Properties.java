package io.playhead.storage;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param buckets in which recordings may lie; the first is where new ones are written. None: there is no object storage
 * @param endpoint of a server that is not Amazon's
 * @param region as the server names it; none: the standard chain's, or {@code us-east-1} where an endpoint is set
 * @param pathStyle whether the bucket's name is part of the path, not of the host's name
 * @param encryption which the server is asked for when it stores
 * @param kmsKey id of the key for {@code aws-kms}; none: the server's own
 * @param connections most at once
 * @param connectTimeout for one to be made
 * @param timeout for an answer to begin, and between two pieces of it
 * @param attempts for each request, the first included, where nothing was lost
 * @param facts how long what is known of an object is believed; whoever reads it by then notices if it has changed
 * @param buffers octets asked for on behalf of all listeners together and not yet passed on
 */
@ConfigurationProperties("playhead.storage.s3")
record S3Properties(
        @DefaultValue List<Bucket> buckets,
        @Nullable URI endpoint,
        @Nullable String region,
        @DefaultValue("false") boolean pathStyle,
        @DefaultValue("none") Encryption encryption,
        @Nullable String kmsKey,
        @DefaultValue("256") int connections,
        @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("3") int attempts,
        @DefaultValue("5s") Duration facts,
        @DefaultValue("128MB") DataSize buffers) {

    /** What the server does to octets before it stores them. */
    enum Encryption {
        NONE,
        AES256,
        AWS_KMS
    }

    /**
     * @param name of the bucket
     * @param prefix with which each key must begin; new keys do
     */
    record Bucket(
            @DefaultValue("") String name, @DefaultValue("") String prefix) {

        Bucket {
            if (name.isBlank() || name.indexOf('/') >= 0) {
                throw new IllegalArgumentException("playhead.storage.s3.buckets[].name must be a bucket's: " + name);
            }
            if (prefix.startsWith("/") || !(prefix.isEmpty() || prefix.endsWith("/"))) {
                throw new IllegalArgumentException(
                        "playhead.storage.s3.buckets[].prefix must end with / and not begin with it: " + prefix);
            }
        }
    }

    S3Properties {
        buckets = List.copyOf(buckets);
        if (connections < 1 || attempts < 1) {
            throw new IllegalArgumentException("playhead.storage.s3.connections and .attempts must be at least 1");
        }
        if (!connectTimeout.isPositive() || !timeout.isPositive() || facts.isNegative()) {
            throw new IllegalArgumentException(
                    "playhead.storage.s3.connect-timeout and .timeout must be positive, .facts not negative");
        }
        if (kmsKey != null && encryption != Encryption.AWS_KMS) {
            throw new IllegalArgumentException("playhead.storage.s3.kms-key needs .encryption=aws-kms");
        }
        if (buffers.toBytes() < S3Reading.FIRST) {
            throw new IllegalArgumentException("playhead.storage.s3.buffers must be at least 128KB: " + buffers);
        }
    }
}
