package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.playhead.representation.ByteRange;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Bounded GETs. Each takes all of its octets off the connection as they come, however few are asked for downstream: a
 * listener's pause holds memory, and no connection. One that breaks off goes on where it broke.
 */
final class S3Gets {

    /** Of one range; the client itself has tried again where no answer had begun. */
    private static final int MOST_BREAKS = 5;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final S3Calls calls;
    private final AtomicInteger active = new AtomicInteger();

    S3Gets(S3Calls calls) {
        this.calls = calls;
    }

    /** How many are under way. */
    int active() {
        return active.get();
    }

    /** Exactly these octets of this state, or a failure. */
    Flux<ByteBuf> octets(S3Facts facts, ByteRange range) {
        return Flux.defer(() -> {
                    S3Progress progress = new S3Progress(range);
                    return Flux.defer(() -> rest(facts, progress))
                            .doOnNext(progress::add)
                            .retryWhen(Retry.backoff(MOST_BREAKS, PAUSE)
                                    .filter(progress::goesOn)
                                    .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                            .concatWith(Mono.fromCallable(progress::whole));
                })
                .onErrorMap(S3Failures::whileReading);
    }

    private Flux<ByteBuf> rest(S3Facts facts, S3Progress progress) {
        if (progress.left() == 0) {
            return Flux.empty();
        }
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(facts.place().bucket())
                .key(facts.place().key())
                .ifMatch(facts.tag())
                .range("bytes=" + progress.position() + "-" + (progress.range.end() - 1))
                .build();
        return calls.ready().thenMany(Flux.create(sink -> ask(request, facts, progress, sink)));
    }

    private void ask(GetObjectRequest request, S3Facts facts, S3Progress progress, FluxSink<ByteBuf> sink) {
        active.incrementAndGet();
        AtomicBoolean counted = new AtomicBoolean(true);
        S3Body body = new S3Body(facts, progress, sink, () -> {
            if (counted.getAndSet(false)) {
                active.decrementAndGet();
            }
        });
        CompletableFuture<GetObjectResponse> answer = calls.client().getObject(request, body);
        sink.onDispose(() -> {
            body.cancel();
            answer.cancel(true);
        });
        answer.whenComplete((response, failure) -> {
            if (failure != null) {
                body.onError(failure);
            }
        });
    }
}
