package io.playhead;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come to be, as long as it may take and no longer. */
public final class Eventually {

    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private Eventually() {}

    /** Fails if the condition does not hold within the limit. */
    public static void holds(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
