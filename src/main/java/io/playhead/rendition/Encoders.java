package io.playhead.rendition;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bounded threads on which sound is decoded and encoded. Tenants take turns, so that one who asks for much does not
 * keep the others waiting. Queues without locks, because event loops stand at their ends.
 */
final class Encoders implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor threads;
    private final int most;
    private final ConcurrentMap<UUID, Line> lines = new ConcurrentHashMap<>();
    /** Every line that has work, once; but for the moment in which a thread takes from it. */
    private final Queue<Line> turns = new ConcurrentLinkedQueue<>();

    /** @param most of one tenant's tasks that may wait before new renditions are refused */
    Encoders(int size, int most) {
        this.threads =
                new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(), Encoders::thread);
        this.most = most;
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

    /** What one tenant waits for. */
    private static final class Line {

        private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
        /** Tasks in the queue, those that nobody wants any more included. */
        private final AtomicInteger length = new AtomicInteger();

        private final AtomicInteger waiting = new AtomicInteger();
    }

    /** Work to be done once. */
    static final class Task {

        private final Runnable work;
        private final Line line;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Task(Runnable work, Line line) {
            this.work = work;
            this.line = line;
        }

        /** Not to be done any more, unless it has begun. */
        void forget() {
            take();
        }

        private boolean take() {
            boolean first = taken.compareAndSet(false, true);
            if (first) {
                line.waiting.decrementAndGet();
            }
            return first;
        }
    }

    /** Whether so much of a tenant's waits that nothing new should begin. */
    boolean isFull(UUID tenant) {
        Line line = lines.get(tenant);
        return line != null && line.waiting.get() >= most;
    }

    /** Whether a thread has nothing to do. */
    boolean isIdle() {
        return threads.getActiveCount() < threads.getMaximumPoolSize()
                && threads.getQueue().isEmpty();
    }

    /** @throws java.util.concurrent.RejectedExecutionException once closed */
    Task execute(UUID tenant, Runnable work) {
        Line line = lines.computeIfAbsent(tenant, it -> new Line());
        Task task = new Task(work, line);
        line.waiting.incrementAndGet();
        line.tasks.add(task);
        if (line.length.getAndIncrement() == 0) {
            turns.add(line);
        }
        threads.execute(this::turn);
        return task;
    }

    /** There is a turn for each task, so that there is a line; another thread may hold it for a moment. */
    private void turn() {
        Line line = turns.poll();
        while (line == null) {
            Thread.onSpinWait();
            line = turns.poll();
        }
        Task task = line.tasks.remove();
        if (line.length.decrementAndGet() > 0) {
            turns.add(line);
        }
        if (task.take()) {
            task.work.run();
        }
    }

    int active() {
        return threads.getActiveCount();
    }

    int waiting() {
        return lines.values().stream().mapToInt(line -> line.waiting.get()).sum();
    }

    /** What has begun is finished; what waits is not begun. */
    @Override
    public void close() {
        threads.shutdown();
        threads.getQueue().clear();
    }
}
