package io.playhead.rendition;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.UUID;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bounded threads on which sound is decoded and encoded. Tenants take turns, so that one who asks for much does not
 * keep the others waiting. What listeners wait for comes first; other work, which may take long, leaves them a thread
 * where there are several. Event loops ask and hand over here, so that nothing they call takes a lock.
 */
final class Encoders implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor threads;
    private final int size;
    private final int most;
    private final Lane listeners;
    private final Lane others;
    /** Threads at work. */
    private final AtomicInteger active = new AtomicInteger();

    /** @param most of one tenant's tasks that may wait in each lane before new ones are refused */
    Encoders(int size, int most) {
        this.threads =
                new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(), Encoders::thread);
        this.size = size;
        this.most = most;
        this.listeners = new Lane(size);
        this.others = new Lane(Math.max(1, size - 1));
        threads.prestartAllCoreThreads();
    }

    /** One of Netty's, which storage lets read a local file itself; and so it is never interrupted. */
    private static Thread thread(Runnable worker) {
        Thread thread = new FastThreadLocalThread(worker, "playhead-encoder-" + NUMBER.incrementAndGet()) {
            @Override
            public boolean permitBlockingCalls() {
                return true;
            }
        };
        thread.setDaemon(true);
        return thread;
    }

    /** Whether so much waits for a tenant's listeners that nothing new should begin. */
    boolean isFull(UUID tenant) {
        return listeners.waiting(tenant) >= most;
    }

    /** Whether so much of a tenant's other work waits, or waits before it, that none should be added. */
    boolean isFullBehind(UUID tenant) {
        return isFull(tenant) || others.waiting(tenant) >= most;
    }

    /** Whether a thread has nothing to do for listeners. */
    boolean isIdle() {
        return active.get() < size && listeners.isEmpty();
    }

    /**
     * For those who listen.
     *
     * @throws java.util.concurrent.RejectedExecutionException once closed
     */
    Lane.Task execute(UUID tenant, Runnable work) {
        return execute(listeners, tenant, work);
    }

    /**
     * For those who can wait.
     *
     * @throws java.util.concurrent.RejectedExecutionException once closed
     */
    Lane.Task executeBehind(UUID tenant, Runnable work) {
        return execute(others, tenant, work);
    }

    private Lane.Task execute(Lane lane, UUID tenant, Runnable work) {
        Lane.Task task = lane.add(tenant, work);
        threads.execute(this::turn);
        return task;
    }

    /** There is a turn for each task, but whoever has one goes on while there are any: some turns find nothing left. */
    private void turn() {
        active.incrementAndGet();
        try {
            boolean more = true;
            while (more && !threads.isShutdown()) {
                more = listeners.runOne() || others.runOne();
            }
        } finally {
            active.decrementAndGet();
        }
    }

    int active() {
        return active.get();
    }

    int waiting() {
        return listeners.waiting() + others.waiting();
    }

    /** What has begun is finished; what waits is not begun. */
    @Override
    public void close() {
        threads.shutdown();
        threads.getQueue().clear();
    }
}
