package io.playhead.storage;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * The bounded threads for disk work that must not run on an event loop. A task is never interrupted: that would close
 * the file it shares with others.
 */
final class DiskWork implements DiskTask.Threads, AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Threads threads;
    private final AtomicInteger queued = new AtomicInteger();
    private final int most;

    /** @param most how many tasks may wait for a thread */
    DiskWork(int size, int most) {
        this.threads = new Threads(size);
        this.most = most;
        threads.prestartAllCoreThreads();
    }

    /** A queue without locks, because event loops stand at its end. */
    private final class Threads extends ThreadPoolExecutor {

        Threads(int size) {
            super(size, size, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(), DiskWork::thread);
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            queued.decrementAndGet();
        }
    }

    private static Thread thread(Runnable worker) {
        return Thread.ofPlatform()
                .daemon()
                .name("playhead-disk-" + NUMBER.incrementAndGet())
                .unstarted(worker);
    }

    /** A result that nobody waits for any more is discarded: those that hold something need {@code doOnDiscard}. */
    <T> Mono<T> hop(Callable<@Nullable T> task) {
        return on(this, task, () -> {});
    }

    /** @param after runs exactly once for a subscription: after the task, or when it will never run */
    <T> Mono<T> hop(Callable<@Nullable T> task, Runnable after) {
        return on(this, task, after);
    }

    /** Runs where its result is requested. */
    static <T> Mono<T> here(Callable<@Nullable T> task) {
        return on(DiskTask::run, task, () -> {});
    }

    /**
     * What takes part in a shared file, and not for long. Runs where its result is requested if that is a thread of
     * Netty's; others may be interrupted by a cancel, as Reactor's are, which would close the file for everybody.
     */
    <T> Mono<T> briefly(Callable<@Nullable T> task) {
        return on(
                begun -> {
                    if (mayReadHere()) {
                        begun.run();
                    } else {
                        execute(begun);
                    }
                },
                task,
                () -> {});
    }

    /** Whether this thread is one of Netty's, which nobody interrupts. */
    static boolean mayReadHere() {
        return Thread.currentThread() instanceof FastThreadLocalThread;
    }

    private static <T> Mono<T> on(DiskTask.Threads threads, Callable<@Nullable T> task, Runnable after) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                actual.onSubscribe(new DiskTask<>(actual, task, threads, after));
            }
        };
    }

    /** Runs whatever happens: if the queue is full, after a cancel, and when the threads are gone where it is called. */
    Mono<Void> tidy(Runnable task) {
        return Mono.create(sink -> {
            Runnable tidying = () -> {
                task.run();
                sink.success();
            };
            try {
                enqueue(tidying);
            } catch (RejectedExecutionException closed) {
                tidying.run();
            }
        });
    }

    @Override
    public void execute(DiskTask<?> task) {
        if (queued() >= most) {
            throw new RejectedExecutionException();
        }
        enqueue(task);
    }

    private void enqueue(Runnable task) {
        queued.incrementAndGet();
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            queued.decrementAndGet();
            throw closed;
        }
    }

    /** Those who left must not fill the queue. */
    @Override
    public void forget(DiskTask<?> task) {
        if (threads.remove(task)) {
            queued.decrementAndGet();
        }
    }

    static Throwable translated(Throwable failure) {
        return failure instanceof IOException broken ? translated(broken) : failure;
    }

    static StorageFailure translated(IOException broken) {
        return new StorageFailure(reason(broken), broken);
    }

    private static StorageFailure.Reason reason(IOException failure) {
        if (failure instanceof AccessDeniedException || isKept(failure)) {
            return StorageFailure.Reason.FORBIDDEN;
        }
        return failure instanceof NoSuchFileException || leadsNowhere(failure)
                ? StorageFailure.Reason.MISSING
                : StorageFailure.Reason.BROKEN;
    }

    /** A file that is marked immutable (EPERM), or on a file system that is read-only (EROFS). */
    private static boolean isKept(IOException failure) {
        String reason = failure instanceof FileSystemException known ? known.getReason() : null;
        return reason != null
                && (reason.contains("Operation not permitted") || reason.contains("Read-only file system"));
    }

    /** A path that goes on below a file (ENOTDIR), loops (ELOOP) or is too long (ENAMETOOLONG) leads nowhere. */
    private static boolean leadsNowhere(IOException failure) {
        String reason = failure instanceof FileSystemException known ? known.getReason() : null;
        return reason != null
                && (reason.contains("Not a directory")
                        || reason.contains("Too many levels")
                        || reason.contains("File name too long"));
    }

    int queued() {
        return queued.get();
    }

    int active() {
        return threads.getActiveCount();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
