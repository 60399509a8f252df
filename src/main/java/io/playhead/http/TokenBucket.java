package io.playhead.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket: units flow in steadily, up to what it holds, and are taken out. For many threads, without a lock and
 * without a timer: all it keeps is the moment at which it is, or was, just empty (the theoretical arrival time of ITU-T
 * I.371's generic cell rate algorithm).
 */
public final class TokenBucket {

    private final double nanosEach;
    private final long toFill;
    private final LongSupplier nanoTime;
    /** In the past while there is something in it: the longer ago, the more. In the future while it is in debt. */
    private final AtomicLong empty;

    /**
     * A full one.
     *
     * @param units that flow in during
     * @param time in which an empty one fills: what it holds is {@code units} as well
     * @param nanoTime as {@link System#nanoTime()}
     */
    public TokenBucket(double units, long time, LongSupplier nanoTime) {
        this.nanosEach = time / units;
        this.toFill = time;
        this.nanoTime = nanoTime;
        this.empty = new AtomicLong(nanoTime.getAsLong() - time);
    }

    /** A second's worth of octets. */
    public static TokenBucket ofRate(long octetsEachSecond, LongSupplier nanoTime) {
        return new TokenBucket(octetsEachSecond, TimeUnit.SECONDS.toNanos(1), nanoTime);
    }

    /**
     * Takes units, whether they are there or not.
     *
     * @return nanoseconds until there is no debt; takers who wait as long as they are told take turns
     */
    public long take(long units) {
        long now = nanoTime.getAsLong();
        long cost = (long) (units * nanosEach);
        return Math.max(0, empty.updateAndGet(before -> from(before, now) + cost) - now);
    }

    /** Takes units if they are there. @return 0, or nanoseconds until they would be */
    public long tryTake(long units) {
        long now = nanoTime.getAsLong();
        long cost = (long) (units * nanosEach);
        while (true) {
            long before = empty.get();
            long after = from(before, now) + cost;
            if (after - now > 0) {
                return after - now;
            }
            if (empty.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    /** Nanoseconds until so many units are there; 0 if they are. */
    public long until(long units) {
        long now = nanoTime.getAsLong();
        return Math.max(0, from(empty.get(), now) + (long) (units * nanosEach) - now);
    }

    /** Whether it is as a new one would be. */
    public boolean isFull() {
        return empty.get() - (nanoTime.getAsLong() - toFill) <= 0;
    }

    /** It holds no more than it holds. By difference: the clock may begin anywhere. */
    private long from(long before, long now) {
        return before - (now - toFill) > 0 ? before : now - toFill;
    }
}
