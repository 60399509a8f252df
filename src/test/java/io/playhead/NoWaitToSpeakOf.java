package io.playhead;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Things that look like blocking and are none, or for which no request waits. The kernel's random numbers are read like a
 * file and are
 * always there: PostgreSQL's password exchange needs some. And whoever cancels one of Reactor's timers takes it out of
 * Java's queue of timers, under a lock that nobody holds longer than that takes.
 * So is the queue of digests from which the S3 client takes those that it signs with. Its pools are closed on a thread of Netty's that serves no request.
 */
public final class NoWaitToSpeakOf implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .allowBlockingCallsInside("software.amazon.awssdk.checksums.internal.DigestAlgorithm", "getDigest")
                .allowBlockingCallsInside(
                        "software.amazon.awssdk.checksums.internal.DigestAlgorithm$CloseableMessageDigest", "close")
                .allowBlockingCallsInside("io.netty.channel.pool.SimpleChannelPool", "close");
    }
}
