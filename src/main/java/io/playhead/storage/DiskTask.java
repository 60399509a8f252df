package io.playhead.storage;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * One task on its way through the disk threads: begun when its result is requested, and then either answered, or
 * cancelled and its result discarded. Exactly one of the two: a result that fell between them would be a leak, as
 * with {@code Mono.create}, whose sink drops what comes while a cancel is half done.
 */
final class DiskTask<T> implements Subscription, Runnable {

    private enum State {
        NEW,
        WAITING,
        RUNNING,
        OVER
    }

    /** Where tasks run. */
    interface Threads {

        /** @throws RejectedExecutionException if the task will never run */
        void execute(DiskTask<?> task);

        /** Nobody waits for the task any more, which has not begun. */
        default void forget(DiskTask<?> task) {}
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CoreSubscriber<? super T> actual;
    private final Callable<@Nullable T> task;
    private final Threads threads;
    private final Runnable after;

    /** @param after runs exactly once: after the task, or when it is certain that it will never run */
    DiskTask(CoreSubscriber<? super T> actual, Callable<@Nullable T> task, Threads threads, Runnable after) {
        this.actual = actual;
        this.task = task;
        this.threads = threads;
        this.after = after;
    }

    @Override
    public void request(long n) {
        if (!Operators.validate(n) || !state.compareAndSet(State.NEW, State.WAITING)) {
            return;
        }
        try {
            threads.execute(this);
        } catch (RejectedExecutionException full) {
            if (state.compareAndSet(State.WAITING, State.OVER)) {
                after.run();
                actual.onError(new StorageFailure(StorageFailure.Reason.BROKEN, full));
            }
        }
    }

    @Override
    public void cancel() {
        State before = state.getAndSet(State.OVER);
        if (before == State.WAITING) {
            threads.forget(this);
        }
        if (before == State.NEW || before == State.WAITING) {
            after.run();
        }
    }

    @Override
    public void run() {
        if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
            return;
        }
        T result = null;
        Throwable failure = null;
        try {
            result = task.call();
        } catch (Throwable thrown) { // an error too, or who waits would wait for ever
            failure = thrown;
        } finally {
            after.run();
        }
        if (state.compareAndSet(State.RUNNING, State.OVER)) {
            answer(result, failure);
        } else {
            Operators.onDiscard(result, actual.currentContext());
        }
    }

    private void answer(@Nullable T result, @Nullable Throwable failure) {
        if (failure != null) {
            actual.onError(DiskWork.translated(failure));
            return;
        }
        if (result != null) {
            actual.onNext(result);
        }
        actual.onComplete();
    }
}
