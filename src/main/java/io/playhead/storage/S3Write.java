package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.playhead.representation.Representation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * One object written: in one request where it is short, else in parts, one after the other. It is there when the last
 * request is answered, and until then nothing of it is.
 */
final class S3Write {

    private static final Logger log = LoggerFactory.getLogger(S3Write.class);

    /** In octets: 10,000 of them are the most that an object may have. */
    static final int PART = 8 << 20;

    private static final int SMALL = 256 << 10;

    private final S3Calls calls;
    private final S3Properties properties;
    private final S3Place place;
    private final List<CompletedPart> parts = new ArrayList<>();
    private final S3Buffers room;
    private byte[] buffer = new byte[0];
    private int held;
    private int filled;
    private volatile @Nullable CompletableFuture<CreateMultipartUploadResponse> upload;

    S3Write(S3Calls calls, S3Properties properties, S3Place place, S3Buffers room) {
        this.room = room;
        this.calls = calls;
        this.properties = properties;
        this.place = place;
    }

    /** For one subscriber. */
    Mono<Place> of(Flux<ByteBuf> octets) {
        return Mono.usingWhen(
                        Mono.just(this),
                        write -> octets.concatMap(write::append, 0)
                                .doOnDiscard(ByteBuf.class, Representation::discard)
                                .then(Mono.defer(write::finish)),
                        write -> Mono.fromRunnable(write::letGo),
                        (write, failure) -> write.abort(),
                        S3Write::abort)
                .thenReturn(place.place())
                .onErrorMap(S3Failures::translated);
    }

    /** Copied at once, so that nobody holds the buffer any more when a cancel comes. A part may be a buffer longer. */
    private Mono<Void> append(ByteBuf octets) {
        try {
            take(octets);
        } catch (RuntimeException | OutOfMemoryError failure) {
            return Mono.error(failure);
        } finally {
            octets.release();
        }
        return filled < PART ? Mono.empty() : part();
    }

    private void take(ByteBuf octets) {
        int count = octets.readableBytes();
        if (filled + count > buffer.length) {
            int length = Math.max(filled + count, Math.clamp(buffer.length * 2, SMALL, PART));
            hold(length - held);
            buffer = Arrays.copyOf(buffer, length);
        }
        octets.readBytes(buffer, filled, count);
        filled += count;
    }

    private void hold(int more) {
        if (!room.tryHold(more)) {
            throw new StorageFailure(StorageFailure.Reason.BROKEN, null);
        }
        held += more;
    }

    private Mono<Void> finish() {
        if (upload == null) {
            return put();
        }
        return (filled == 0 ? Mono.<Void>empty() : part()).then(Mono.defer(this::complete));
    }

    private Mono<Void> put() {
        return calls.of(client -> client.putObject(
                        request -> {
                            request.bucket(place.bucket()).key(place.key()).contentLength((long) filled);
                            encryption().ifPresent(request::serverSideEncryption);
                            request.ssekmsKeyId(properties.kmsKey());
                        },
                        body()))
                .then();
    }

    private Mono<Void> part() {
        int number = parts.size() + 1;
        return begun().flatMap(id -> calls.of(client -> client.uploadPart(
                        request -> request.bucket(place.bucket())
                                .key(place.key())
                                .uploadId(id)
                                .partNumber(number)
                                .contentLength((long) filled),
                        body())))
                .doOnNext(answer -> parts.add(CompletedPart.builder()
                        .partNumber(number)
                        .eTag(answer.eTag())
                        .build()))
                .doOnNext(answer -> filled = 0)
                .then();
    }

    /** Asked to its end, whoever cancels: what is begun must be known to be given up. */
    private Mono<String> begun() {
        return calls.ready().then(Mono.fromFuture(this::upload, true)).map(CreateMultipartUploadResponse::uploadId);
    }

    private CompletableFuture<CreateMultipartUploadResponse> upload() {
        CompletableFuture<CreateMultipartUploadResponse> begun = upload;
        if (begun == null) {
            begun = calls.client().createMultipartUpload(request -> {
                request.bucket(place.bucket()).key(place.key());
                encryption().ifPresent(request::serverSideEncryption);
                request.ssekmsKeyId(properties.kmsKey());
            });
            upload = begun;
        }
        return begun;
    }

    /** The octets are not touched before the answer is there, so that the client may send them again. */
    private AsyncRequestBody body() {
        return AsyncRequestBody.fromBytesUnsafe(filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled));
    }

    private Mono<Void> complete() {
        return begun().flatMap(id ->
                        calls.of(client -> client.completeMultipartUpload(request -> request.bucket(place.bucket())
                                .key(place.key())
                                .uploadId(id)
                                .multipartUpload(all -> all.parts(parts)))))
                .then();
    }

    private Optional<ServerSideEncryption> encryption() {
        return switch (properties.encryption()) {
            case NONE -> Optional.empty();
            case AES256 -> Optional.of(ServerSideEncryption.AES256);
            case AWS_KMS -> Optional.of(ServerSideEncryption.AWS_KMS);
        };
    }

    private void letGo() {
        room.give(held);
        held = 0;
        buffer = new byte[0];
    }

    private Mono<Void> abort() {
        letGo();
        return Mono.defer(() -> {
                    CompletableFuture<CreateMultipartUploadResponse> begun = upload;
                    return begun == null ? Mono.<CreateMultipartUploadResponse>empty() : Mono.fromFuture(begun, true);
                })
                .flatMap(answer -> calls.of(client -> client.abortMultipartUpload(request ->
                        request.bucket(place.bucket()).key(place.key()).uploadId(answer.uploadId()))))
                .doOnError(failure -> log.warn("event=unfinished-upload-left cause={}", failure.toString()))
                .onErrorComplete()
                .then();
    }
}
