package io.playhead.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client takes nothing of what waits for it. Progress within one large write counts as
 * taking; a connection that rests between requests is none of its business.
 */
final class StalledClients extends IdleStateHandler {

    private static final AttributeKey<Boolean> CLOSED = AttributeKey.valueOf(StalledClients.class, "closed");

    StalledClients(Duration limit) {
        super(true, 0, limit.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    /** Whether it was this that closed the connection. */
    static boolean closed(Channel channel) {
        return channel.hasAttr(CLOSED);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting != null && !waiting.isEmpty()) {
            context.channel().attr(CLOSED).set(true);
            context.close();
        }
    }
}
