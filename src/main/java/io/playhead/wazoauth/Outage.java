package io.playhead.wazoauth;

import io.playhead.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether wazo-auth is out of reach. Meanwhile one call in a second may find out whether it still is, and all
 * others fail at once: waiting would bring them nothing.
 */
final class Outage {

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    /** Null while it is in reach. */
    private volatile @Nullable ProblemException reason;

    private volatile long answered;
    private final AtomicLong nextAttempt = new AtomicLong();

    /** @param nanos the time that goes by, as {@link System#nanoTime} */
    Outage(LongSupplier nanos) {
        this.nanos = nanos;
        this.answered = nanos.getAsLong();
    }

    /** Null while nothing is known of one. */
    @Nullable
    ProblemException reason() {
        return reason;
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
        reason = null;
    }

    /** @param begun when the call was; if anything has been answered since, it tells of that call alone */
    void failed(long begun, ProblemException why) {
        if (begun - answered >= 0) {
            if (reason == null) {
                nextAttempt.set(nanos.getAsLong());
            }
            reason = why;
        }
    }
}
