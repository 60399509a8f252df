package io.playhead.imports;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread of its own for work that may wait, from a start to an end that does not wait long for it. */
final class Worker {

    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final String name;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    Worker(String name) {
        this.name = name;
    }

    /** @param work returns soon after {@link #isStopping} */
    void start(Runnable work) {
        stopping = false;
        thread = Thread.ofPlatform().daemon().name(name).start(work);
    }

    boolean isStopping() {
        return stopping;
    }

    /** Ends its rest, or its next one. From any thread. */
    void wake() {
        woken.release();
    }

    /** Rests for so long, or until it is woken or stopped. On the worker's thread. */
    void rest(Duration most) throws InterruptedException {
        if (!stopping && woken.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            woken.drainPermits();
        }
    }

    /** Not by an interrupt, which would close the files and the connection that it has. */
    void stop() {
        stopping = true;
        wake();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(LONGEST_END);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    boolean isRunning() {
        return thread != null;
    }
}
