package io.playhead.media;

import io.playhead.waveform.Analysis;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One sound on its way to be heard through, and those who wait for it. Once that has begun, it goes on though they leave. */
final class Hearing {

    /** Of {@link #waiters}: all of them went before it had begun. */
    private static final int ABANDONED = -1;

    private final Consumer<Hearing> whenAbandoned;
    private final Sinks.One<Analysis> result = Sinks.one();
    private final AtomicInteger waiters = new AtomicInteger();
    private final Disposable.Swap steps = Disposables.swap();
    private volatile boolean begun;

    Hearing(Consumer<Hearing> whenAbandoned) {
        this.whenAbandoned = whenAbandoned;
    }

    /** Takes the steps whose outcome is everybody's. To be called once. */
    void follow(Mono<Analysis> way) {
        steps.update(way.subscribe(result::tryEmitValue, result::tryEmitError));
    }

    /** The sound is being heard. */
    void begin() {
        begun = true;
    }

    /** @return false if it has been abandoned: another must be begun */
    boolean join() {
        return waiters.updateAndGet(count -> count == ABANDONED ? ABANDONED : count + 1) != ABANDONED;
    }

    void leave() {
        if (waiters.decrementAndGet() == 0 && !begun && waiters.compareAndSet(0, ABANDONED)) {
            steps.dispose();
            whenAbandoned.accept(this);
        }
    }

    /** What it told, or why it told nothing. */
    Mono<Analysis> result() {
        return result.asMono();
    }
}
