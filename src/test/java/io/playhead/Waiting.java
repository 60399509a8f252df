package io.playhead;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Waits for what takes its time, and no longer. */
public final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    /** @param what for the message when it does not happen */
    public static void until(String what, Duration limit, Callable<Boolean> happened) {
        Instant deadline = Instant.now().plus(limit);
        try {
            while (!happened.call()) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError("not within " + limit + ": " + what);
                }
                Thread.sleep(PAUSE);
            }
        } catch (Exception failure) {
            throw new AssertionError("while waiting: " + what, failure);
        }
    }
}
