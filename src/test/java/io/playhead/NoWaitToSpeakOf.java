package io.playhead;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Two things of the platform look like blocking and are none. The kernel's random numbers are read like a file and are
 * always there: PostgreSQL's password exchange needs some. And whoever cancels one of Reactor's timers takes it out of
 * Java's queue of timers, under a lock that nobody holds longer than that takes.
 */
public final class NoWaitToSpeakOf implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully")
                .allowBlockingCallsInside(
                        "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove");
    }
}
