package io.playhead.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServerState;

/**
 * Ends a connection that has rested too long, whose request does not come to an end of its head, or whose client takes
 * nothing of an answer that waits for it. Looks now and then, with one timer for the whole connection: a timer for each
 * request would cost more than some answers. Used on the connection's event loop only.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf(ConnectionWatch.class, "watch");
    private static final long LOOKS_A_LIMIT = 8;
    private static final long SELDOMEST = TimeUnit.SECONDS.toNanos(5);

    private final long keepAlive;
    private final long requestHead;
    private final long stalled;
    private final long every;

    private Phase phase = Phase.RESTING;
    private long since = System.nanoTime();
    private boolean endedStalled;
    private @Nullable Object lastWaiting;
    private long lastProgress;
    private long lastLook = System.nanoTime();
    private @Nullable Future<?> looks;

    private enum Phase {
        /** Between requests. */
        RESTING,
        /** Some of a request has come. */
        HEAD,
        /** A request is being answered. */
        ANSWERING
    }

    ConnectionWatch(HttpProperties limits) {
        this.keepAlive = limits.keepAlive().toNanos();
        this.requestHead = limits.requestHead().toNanos();
        this.stalled = limits.stalled().toNanos();
        this.every = Math.min(SELDOMEST, Collections.min(List.of(keepAlive, requestHead, stalled)) / LOOKS_A_LIMIT + 1);
    }

    /** Puts a watch on a new connection. */
    static void on(Channel channel, HttpProperties limits) {
        ConnectionWatch watch = new ConnectionWatch(limits);
        channel.attr(KEY).set(watch);
        channel.pipeline().addFirst("playhead.watch", watch);
    }

    /** Tells the watch how far the connection's requests have come. */
    static void observe(Connection connection, ConnectionObserver.State state) {
        ConnectionWatch watch = connection.channel().attr(KEY).get();
        if (watch != null && state == HttpServerState.REQUEST_RECEIVED) {
            watch.begin(Phase.ANSWERING);
        } else if (watch != null && state == ConnectionObserver.State.DISCONNECTING) {
            watch.begin(Phase.RESTING);
            readOn(connection.channel());
        }
    }

    /**
     * reactor-netty 1.3 now and then stops reading a connection: where an answer ends on another thread just as the next
     * request comes, or while a pipelined one is taken from its queue. To read once more than needed does no harm.
     */
    private static void readOn(Channel channel) {
        channel.eventLoop().execute(channel::read);
    }

    /** Whether a connection was ended because its client took nothing. */
    static boolean endedStalled(Channel channel) {
        ConnectionWatch watch = channel.attr(KEY).get();
        return watch != null && watch.endedStalled;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        looks = context.executor().scheduleWithFixedDelay(() -> look(context), every, every, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        Future<?> begun = looks;
        if (begun != null) {
            begun.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.RESTING) {
            begin(Phase.HEAD);
        }
        context.fireChannelRead(message);
    }

    private void begin(Phase next) {
        phase = next;
        since = System.nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long sinceLastLook = now - lastLook;
        lastLook = now;
        if (phase == Phase.ANSWERING) {
            if (hasMoved(context.channel(), sinceLastLook)) {
                since = now;
            }
            endedStalled = now - since >= stalled;
        }
        if (now - since >= limit()) {
            context.close();
        }
    }

    private long limit() {
        return switch (phase) {
            case RESTING -> keepAlive;
            case HEAD -> requestHead;
            case ANSWERING -> stalled;
        };
    }

    /** Whether the client has taken something since the last look; also true while nothing waits for it. */
    private boolean hasMoved(Channel channel, long sinceLastLook) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        Object waiting = buffer == null ? null : buffer.current();
        long progress = waiting == null ? 0 : buffer.currentProgress();
        boolean moved = waiting == null || waiting != lastWaiting || progress != lastProgress;
        lastWaiting = waiting;
        lastProgress = progress;
        return moved || (channel instanceof EpollSocketChannel socket && takes(socket, sinceLastLook));
    }

    /**
     * The kernel holds megabytes of its own, which a slow client takes while nothing moves here. Whoever takes nothing
     * is sent nothing: questions after a closed window are no data. Whoever is gone is sent the same again, and says
     * nothing.
     */
    private static boolean takes(EpollSocketChannel socket, long sinceLastLook) {
        EpollTcpInfo kernel = socket.tcpInfo();
        long millis =
                2 * TimeUnit.NANOSECONDS.toMillis(sinceLastLook); // what left before one look may be taken after it
        return kernel.lastDataSent() <= millis && kernel.lastAckRecv() <= millis;
    }
}
