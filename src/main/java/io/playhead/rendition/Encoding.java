package io.playhead.rendition;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One chunk on its way, and those who wait for it. Begun for nobody, it is finished all the same. */
final class Encoding implements Runnable {

    /** Of {@link #waiters}: all of them went before it had begun. */
    private static final int ABANDONED = -1;

    private final Consumer<Encoding> work;
    private final Consumer<Encoding> whenAbandoned;
    private final Sinks.One<byte[]> result = Sinks.one();
    private final AtomicInteger waiters = new AtomicInteger();
    private volatile Lane.@Nullable Task task;
    private volatile boolean running;

    Encoding(Consumer<Encoding> work, Consumer<Encoding> whenAbandoned) {
        this.work = work;
        this.whenAbandoned = whenAbandoned;
    }

    void begun(Lane.Task task) {
        this.task = task;
    }

    /** @return false if it has been abandoned: another must be begun */
    boolean join() {
        return waiters.updateAndGet(count -> count == ABANDONED ? ABANDONED : count + 1) != ABANDONED;
    }

    void leave() {
        if (waiters.decrementAndGet() == 0 && !running && waiters.compareAndSet(0, ABANDONED)) {
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
        running = true;
        work.accept(this);
    }
}
