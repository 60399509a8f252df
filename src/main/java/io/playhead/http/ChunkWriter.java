package io.playhead.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * Writes chunks, buffers or regions of a file, to a channel and asks for the next when one has gone out, so that a slow
 * reader holds two of them however long the body is. Where there is a pace, one at a time, and the next when it may go.
 */
final class ChunkWriter extends BaseSubscriber<ReferenceCounted> {

    private static final int ON_THEIR_WAY = 2;

    private final Channel channel;
    private final Exchange exchange;
    private final MonoSink<Void> done;
    private final @Nullable Pace pace;
    /** These are touched on the channel's event loop only. */
    private long left;

    private int pending;

    private boolean complete;
    private @Nullable Future<?> pause;
    private Runnable unshorten = () -> {};

    /** @param length of all chunks together, in octets */
    ChunkWriter(Channel channel, Exchange exchange, long length, MonoSink<Void> done) {
        this.channel = channel;
        this.exchange = exchange;
        this.pace = exchange.pace();
        this.left = length;
        this.done = done;
    }

    /** Before it is subscribed: the chunks are made on their way, and so not much sooner than they are read. */
    void takeLittleAhead() {
        onLoop(() -> unshorten = KernelQueue.shorten(channel));
    }

    @Override
    public Context currentContext() {
        return Context.of(done.contextView());
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        if (pace == null) {
            request(ON_THEIR_WAY);
        } else {
            onLoop(() -> requestAt(pace, 0));
        }
    }

    @Override
    protected void hookOnNext(ReferenceCounted chunk) {
        onLoop(() -> write(chunk));
    }

    /** Netty releases the chunk, whether it goes out or not. */
    private void write(ReferenceCounted chunk) {
        long octets = chunk instanceof FileRegion region ? region.count() : ((ByteBuf) chunk).readableBytes();
        pending++;
        handOver(channel, chunk).addListener(written -> written(written, chunk, octets));
    }

    /** A channel that is gone altogether refuses in its own way, and leaves what was to be written to us. */
    static ChannelFuture handOver(Channel channel, ReferenceCounted octets) {
        try {
            return channel.writeAndFlush(octets);
        } catch (RuntimeException refused) {
            if (octets.refCnt() > 0) {
                octets.release();
            }
            throw refused;
        }
    }

    private void written(Future<?> written, ReferenceCounted chunk, long octets) {
        pending--;
        if (!written.isSuccess()) {
            exchange.sent(chunk instanceof FileRegion region ? region.transferred() : 0);
            cancel();
            done.error(Objects.requireNonNull(written.cause()));
            return;
        }
        exchange.sent(octets);
        left -= octets;
        finishIfComplete();
        if (complete) {
            return;
        }
        if (pace == null) {
            request(1);
        } else {
            requestAt(pace, octets);
        }
    }

    /** The end of the body waits for nothing: there is only its sign to come. */
    private void requestAt(Pace limited, long sent) {
        long wait = limited.sent(sent, left > 0);
        if (wait == 0) {
            request(1);
        } else {
            pause = channel.eventLoop().schedule(() -> request(1), wait, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    protected void hookFinally(SignalType end) {
        onLoop(() -> {
            endPause();
            unshorten.run();
        });
    }

    private void endPause() {
        Future<?> waiting = pause;
        if (waiting != null) {
            waiting.cancel(false);
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
