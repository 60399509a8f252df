package io.playhead.media;

import io.playhead.rendition.Waiters;
import io.playhead.waveform.Analysis;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One sound on its way to be heard through, and those who wait for it. Once that has begun, it goes on though they leave. */
final class Hearing {

    private final Consumer<Hearing> whenAbandoned;
    private final Sinks.One<Analysis> result = Sinks.one();
    private final Waiters waiters = new Waiters();
    private final Disposable.Swap steps = Disposables.swap();

    Hearing(Consumer<Hearing> whenAbandoned) {
        this.whenAbandoned = whenAbandoned;
    }

    /** Takes the steps whose outcome is everybody's. To be called once. */
    void follow(Mono<Analysis> way) {
        steps.update(way.subscribe(result::tryEmitValue, result::tryEmitError));
    }

    /** The sound is being heard. */
    void begin() {
        waiters.begin();
    }

    /** @return false if it has been abandoned: another must be begun */
    boolean join() {
        return waiters.join();
    }

    void leave() {
        if (waiters.leave()) {
            steps.dispose();
            whenAbandoned.accept(this);
        }
    }

    /** What it told, or why it told nothing. */
    Mono<Analysis> result() {
        return result.asMono();
    }
}
