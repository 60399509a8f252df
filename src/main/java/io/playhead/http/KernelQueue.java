package io.playhead.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollChannelOption;
import java.util.concurrent.TimeUnit;

/**
 * How many octets of a body the kernel takes beyond what is on its way. It would take megabytes of each: for thousands of
 * slow readers more than it has for all connections together. So it is given little, and more only while a client takes a
 * long body fast, to whom each small portion would cost a wake-up. Only Linux knows the option ({@code tcp(7)}).
 */
final class KernelQueue implements ChannelProgressiveFutureListener {

    private static final long LITTLE = 128 * 1024;
    private static final long MUCH = 4 * 1024 * 1024;

    /** Who takes so much in that time, 10 MB a second, is fast. */
    private static final long TRIAL = 1024 * 1024;

    private static final long TRIAL_TIME = TimeUnit.MILLISECONDS.toNanos(100);

    private final Channel channel;
    private final long begun = System.nanoTime();
    private boolean tried;
    private boolean fast;

    private KernelQueue(Channel channel) {
        this.channel = channel;
    }

    /** For a new connection. */
    static void limit(Channel channel) {
        give(channel, LITTLE);
    }

    /** For the write of a body. */
    static ChannelPromise promise(Channel channel, long length) {
        return length <= 2 * TRIAL
                ? channel.newPromise()
                : channel.newProgressivePromise().addListener(new KernelQueue(channel));
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture writing, long progress, long total) {
        if (!tried && progress >= TRIAL) {
            tried = true;
            fast = System.nanoTime() - begun < TRIAL_TIME;
            if (fast) {
                give(channel, MUCH);
            }
        }
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture written) {
        if (fast && channel.isOpen()) {
            give(channel, LITTLE);
        }
    }

    private static void give(Channel channel, long octets) {
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, octets);
    }
}
