package io.playhead.rendition;

import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait, tenants in turn, of which so many may be done at the same time. Queues without locks, because event
 * loops stand at their ends.
 */
final class Lane {

    private final int atOnce;
    private final ConcurrentMap<UUID, Line> lines = new ConcurrentHashMap<>();
    /** Every line that has tasks, once; but for the moment in which a thread takes from it. */
    private final Queue<Line> turns = new ConcurrentLinkedQueue<>();
    /** Tasks in all lines that no thread has spoken for. */
    private final AtomicInteger length = new AtomicInteger();

    private final AtomicInteger running = new AtomicInteger();

    Lane(int atOnce) {
        this.atOnce = atOnce;
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

    Task add(UUID tenant, Runnable work) {
        Line line = lines.computeIfAbsent(tenant, it -> new Line());
        Task task = new Task(work, line);
        line.waiting.incrementAndGet();
        line.tasks.add(task);
        if (line.length.getAndIncrement() == 0) {
            turns.add(line);
        }
        length.incrementAndGet();
        return task;
    }

    /**
     * Does one task, or passes over one that nobody wants any more.
     *
     * @return false if there was none, or as many as may be are being done: whoever does one of those comes again
     */
    boolean runOne() {
        Task task = begun();
        if (task == null) {
            return false;
        }
        try {
            if (task.take()) {
                task.work.run();
            }
        } finally {
            running.decrementAndGet();
        }
        return true;
    }

    /** Looks again when it gives back its place: somebody may have come meanwhile, and gone because there was none. */
    private @Nullable Task begun() {
        while (length.get() > 0 && countUp()) {
            if (length.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                return next();
            }
            running.decrementAndGet();
        }
        return null;
    }

    private boolean countUp() {
        return running.getAndUpdate(count -> Math.min(atOnce, count + 1)) < atOnce;
    }

    /** There is a task for each that was spoken for, so that there is a line; another thread may hold it for a moment. */
    private Task next() {
        Line line = turns.poll();
        while (line == null) {
            Thread.onSpinWait();
            line = turns.poll();
        }
        Task task = line.tasks.remove();
        if (line.length.decrementAndGet() > 0) {
            turns.add(line);
        }
        return task;
    }

    /** Whether no task waits for a thread. */
    boolean isEmpty() {
        return length.get() == 0;
    }

    /** Tasks of a tenant that wait and that somebody wants. */
    int waiting(UUID tenant) {
        Line line = lines.get(tenant);
        return line == null ? 0 : line.waiting.get();
    }

    int waiting() {
        return lines.values().stream().mapToInt(line -> line.waiting.get()).sum();
    }
}
