package io.playhead.rendition;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One chunk on its way, and those who wait for it. Begun for nobody, it is finished all the same. */
final class Encoding implements Runnable {

    private final Consumer<Encoding> work;
    private final Consumer<Encoding> whenAbandoned;
    private final Sinks.One<byte[]> result = Sinks.one();
    private final Waiters waiters = new Waiters();
    private volatile Lane.@Nullable Task task;

    Encoding(Consumer<Encoding> work, Consumer<Encoding> whenAbandoned) {
        this.work = work;
        this.whenAbandoned = whenAbandoned;
    }

    void begun(Lane.Task task) {
        this.task = task;
    }

    /** @return false if it has been abandoned: another must be begun */
    boolean join() {
        return waiters.join();
    }

    void leave() {
        if (waiters.leave()) {
            Lane.Task waiting = task;
            if (waiting != null) {
                waiting.forget();
            }
            whenAbandoned.accept(this);
        }
    }

    /** Its octets, or why there are none. */
    Mono<byte[]> result() {
        return result.asMono();
    }

    void succeed(byte[] chunk) {
        result.tryEmitValue(chunk);
    }

    void fail(Throwable failure) {
        result.tryEmitError(failure);
    }

    @Override
    public void run() {
        waiters.begin();
        work.accept(this);
    }
}
