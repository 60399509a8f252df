package io.playhead.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The bounded threads for disk work that must not run on an event loop. A task is never interrupted: that would close
 * the file it shares with others.
 */
final class DiskWork implements AutoCloseable {

    private final ThreadPoolExecutor threads;

    DiskWork(int size, int queue) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), task -> {
            Thread thread = new Thread(task, "playhead-disk-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** A result that nobody waits for any more is discarded: those that hold something need {@code doOnDiscard}. */
    <T> Mono<T> hop(Callable<@Nullable T> task) {
        return Mono.create(sink -> {
            AtomicInteger cancelled = new AtomicInteger();
            sink.onCancel(() -> cancelled.set(1));
            try {
                threads.execute(() -> {
                    if (cancelled.get() == 1) {
                        return;
                    }
                    try {
                        sink.success(task.call());
                    } catch (Exception failure) {
                        sink.error(translated(failure));
                    }
                });
            } catch (RejectedExecutionException full) {
                sink.error(new StorageFailure(StorageFailure.Reason.BROKEN, full));
            }
        });
    }

    /** Runs where it is called. */
    static <T> Mono<T> here(Callable<@Nullable T> task) {
        return Mono.fromCallable(task).onErrorMap(DiskWork::translated);
    }

    static Throwable translated(Throwable failure) {
        if (failure instanceof StorageFailure || !(failure instanceof IOException)) {
            return failure;
        }
        return new StorageFailure(reason((IOException) failure), failure);
    }

    private static StorageFailure.Reason reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return StorageFailure.Reason.FORBIDDEN;
        }
        return failure instanceof NoSuchFileException || leadsNowhere(failure)
                ? StorageFailure.Reason.MISSING
                : StorageFailure.Reason.BROKEN;
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
        return threads.getQueue().size();
    }

    int active() {
        return threads.getActiveCount();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
