package io.playhead.service;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Ends a stream that brings nothing for too long although it has been asked to. While nobody asks, as when a client takes
 * its time, no time counts.
 */
final class IdleLimit {

    private static final int LOOKS = 4;

    private final long nanos;
    private final AtomicLong asked = new AtomicLong();
    private volatile long since = System.nanoTime();

    private IdleLimit(Duration limit) {
        this.nanos = limit.toNanos();
    }

    static <T> Flux<T> on(Flux<T> source, Duration limit) {
        return Flux.defer(() -> new IdleLimit(limit).watching(source));
    }

    private <T> Flux<T> watching(Flux<T> source) {
        Mono<T> idle = Flux.interval(Duration.ofNanos(nanos / LOOKS + 1))
                .filter(look -> asked.get() > 0 && System.nanoTime() - since > nanos)
                .next()
                .flatMap(look -> Mono.error(() -> new TimeoutException("nothing came for too long")));
        return source.doOnRequest(this::more).doOnNext(came -> less()).takeUntilOther(idle);
    }

    private void more(long number) {
        if (asked.getAndAccumulate(number, Operators::addCap) == 0) {
            since = System.nanoTime();
        }
    }

    private void less() {
        since = System.nanoTime();
        if (asked.get() != Long.MAX_VALUE) {
            asked.decrementAndGet();
        }
    }
}
