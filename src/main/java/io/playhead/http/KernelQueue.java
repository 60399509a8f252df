package io.playhead.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;

/**
 * How many octets of a body the kernel takes beyond what is on its way. It would take megabytes of each: for thousands of
 * slow readers more than it has for all connections together ({@code tcp_mem}). Little, on the other hand, means a
 * wake-up for each small portion. So few connections are given much, and many little. Only Linux knows the option
 * ({@code TCP_NOTSENT_LOWAT}).
 */
final class KernelQueue {

    private static final long TOGETHER = 256 * 1024 * 1024;
    static final long LEAST = 128 * 1024;
    static final long MOST = 4 * 1024 * 1024;

    /** Of a body that is made while it goes out: ten seconds of MP3 at 24 kbit/s. */
    static final long MADE = 32 * 1024;

    private KernelQueue() {}

    /** @param connections how many there are, this new one among them */
    static void limit(Channel channel, int connections) {
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, share(connections));
    }

    static long share(int connections) {
        return Math.clamp(TOGETHER / connections, LEAST, MOST);
    }

    /**
     * Has the kernel take little ahead until the returned step is run: what it has taken of a body that is encoded on the
     * way has been encoded, whether anybody ever hears it or not. Both on the channel's event loop.
     */
    static Runnable shorten(Channel channel) {
        Long usual = channel.isOpen() ? channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT) : null;
        if (usual == null || usual <= MADE) {
            return () -> {};
        }
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MADE);
        return () -> {
            if (channel.isOpen()) {
                channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, usual);
            }
        };
    }
}
