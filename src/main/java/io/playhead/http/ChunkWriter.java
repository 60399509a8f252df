package io.playhead.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Writes chunks to a channel and asks for the next when one has gone out, so that a slow reader holds two of them
 * however long the body is.
 */
final class ChunkWriter extends BaseSubscriber<ByteBuf> {

    private static final int ON_THEIR_WAY = 2;

    private final Channel channel;
    private final Exchange exchange;
    private final MonoSink<Void> done;
    /** Both are touched on the channel's event loop only. */
    private int pending;

    private boolean complete;

    ChunkWriter(Channel channel, Exchange exchange, MonoSink<Void> done) {
        this.channel = channel;
        this.exchange = exchange;
        this.done = done;
    }

    @Override
    public Context currentContext() {
        return Context.of(done.contextView());
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(ON_THEIR_WAY);
    }

    @Override
    protected void hookOnNext(ByteBuf chunk) {
        onLoop(() -> write(chunk));
    }

    /** Netty releases the chunk, whether it goes out or not. */
    private void write(ByteBuf chunk) {
        int octets = chunk.readableBytes();
        pending++;
        channel.writeAndFlush(chunk).addListener(written -> written(written, octets));
    }

    private void written(Future<?> written, int octets) {
        pending--;
        if (!written.isSuccess()) {
            cancel();
            done.error(Objects.requireNonNull(written.cause()));
            return;
        }
        exchange.sent(octets);
        finishIfComplete();
        if (!complete) {
            request(1);
        }
    }

    @Override
    protected void hookOnComplete() {
        onLoop(() -> {
            complete = true;
            finishIfComplete();
        });
    }

    private void finishIfComplete() {
        if (complete && pending == 0) {
            done.success();
        }
    }

    @Override
    protected void hookOnError(Throwable failure) {
        onLoop(() -> done.error(failure));
    }

    /** Always queued: a signal that comes on the event loop must not overtake one that came before it on another thread. */
    private void onLoop(Runnable step) {
        channel.eventLoop().execute(step);
    }
}
