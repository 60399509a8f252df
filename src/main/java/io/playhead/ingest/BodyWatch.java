package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Looks now and then whether a body still comes, and ends what is made of it where it does not: by a cancel, in which no
 * octets can be lost. For one request.
 */
final class BodyWatch {

    private static final Duration SELDOMEST = Duration.ofSeconds(1);

    private final Limits limits;
    private final long begun = System.nanoTime();
    private volatile long last = begun;
    private volatile boolean waiting;
    private volatile boolean unbounded;
    private volatile boolean complete;

    BodyWatch(Limits limits) {
        this.limits = limits;
    }

    /** The body, of which it is seen how it comes. One that ends before its end is a form's that is cut. */
    Flux<ByteBuf> watched(Flux<ByteBuf> body) {
        return body.onErrorMap(gone -> IngestProblems.form("cut").exception(gone))
                .doOnRequest(this::asked)
                .doOnNext(octets -> came())
                .doOnComplete(() -> complete = true);
    }

    /** Whoever is slow to take octets does not make their sender late. */
    private void asked(long octets) {
        last = System.nanoTime();
        unbounded |= octets == Long.MAX_VALUE;
        waiting = true;
    }

    private void came() {
        last = System.nanoTime();
        waiting = unbounded;
    }

    /** What is made of the body. */
    <T> Mono<T> over(Mono<T> outcome) {
        Duration often = limits.idle().compareTo(limits.time()) < 0 ? limits.idle() : limits.time();
        Duration tick = often.dividedBy(4).plusMillis(1);
        Flux<Object> looks = Flux.interval(tick.compareTo(SELDOMEST) < 0 ? tick : SELDOMEST)
                .onBackpressureDrop()
                .handle(this::look);
        // takeUntilOther would let the loser go on
        return Mono.firstWithSignal(outcome, looks.then(Mono.<T>empty()));
    }

    private void look(long tick, SynchronousSink<Object> end) {
        long now = System.nanoTime();
        if (complete) {
            return;
        }
        if (now - begun > limits.time().toNanos()) {
            end.error(IngestProblems.tooSlow("time").exception());
        } else if (waiting && now - last > limits.idle().toNanos()) {
            end.error(IngestProblems.tooSlow("idle").exception());
        }
    }
}
