package io.playhead.wazoauth;

import io.playhead.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether wazo-auth is out of reach: a call has failed, or calls have been waiting for a while and none has had an
 * answer. Meanwhile one call in a second may find out whether it still is, and all others fail at once: waiting would
 * bring them nothing.
 */
final class Outage {

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    /** Who has said nothing to anybody for so long is not waited for by more, though calls may take longer. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final LongSupplier nanos;
    private final Supplier<ProblemException> silent;
    /** Null while it is in reach. */
    private volatile @Nullable ProblemException reason;

    private volatile long answered;
    /** When the first call was sent that nobody has answered yet, nor any since. */
    private volatile long waiting;

    private volatile boolean isWaiting;
    private final AtomicLong nextAttempt = new AtomicLong();

    /**
     * @param nanos the time that goes by, as {@link System#nanoTime}
     * @param silent why calls fail where there was no answer to any
     */
    Outage(LongSupplier nanos, Supplier<ProblemException> silent) {
        this.nanos = nanos;
        this.silent = silent;
        this.answered = nanos.getAsLong();
    }

    /** Null while nothing is known of one. */
    @Nullable
    ProblemException reason() {
        if (reason == null && isWaiting && nanos.getAsLong() - waiting > PATIENCE) {
            failed(waiting, silent.get());
        }
        return reason;
    }

    /** A call goes out. */
    void sent() {
        if (!isWaiting) {
            waiting = nanos.getAsLong();
            isWaiting = true;
        }
    }

    /** Whether it is this caller's turn to find out. */
    boolean mayAttempt() {
        long now = nanos.getAsLong();
        long next = nextAttempt.get();
        return now - next >= 0 && nextAttempt.compareAndSet(next, now + PAUSE);
    }

    /** Nanoseconds since the last answer, or since the beginning. */
    long silence() {
        return nanos.getAsLong() - answered;
    }

    void answered() {
        answered = nanos.getAsLong();
        isWaiting = false;
        reason = null;
    }

    /** @param begun when the call was; if anything has been answered since, it tells of that call alone */
    void failed(long begun, ProblemException why) {
        if (begun - answered >= 0) {
            isWaiting = false;
            if (reason == null) {
                nextAttempt.set(nanos.getAsLong());
            }
            reason = why;
        }
    }
}
