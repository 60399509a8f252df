package io.playhead.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.FileRegion;
import io.netty.util.concurrent.Future;
import io.playhead.representation.ByteRange;
import io.playhead.representation.Representation;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.FutureMono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes replies to reactor-netty. A short part goes out with the headers in one write; a long one is sent by the
 * kernel from the open file where that is possible, else in chunks of which two at most are on their way. A body that
 * breaks closes the connection: its length was promised.
 */
public final class ReplyWriter {

    /** Up to here a copy costs less than a file region. */
    static final int SHORT = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ReplyWriter.class);

    /** @param secure whether the connection encrypts, so that the kernel cannot send files */
    public Mono<Void> write(Reply reply, HttpServerResponse response, Exchange exchange, boolean secure) {
        return Mono.defer(() -> writeNow(reply, response, exchange, secure));
    }

    private static Mono<Void> writeNow(Reply reply, HttpServerResponse response, Exchange exchange, boolean secure) {
        if (reply.body() instanceof Body.Part part) {
            return part.range().length() <= SHORT
                    ? together(reply, part, response, exchange)
                    : apart(reply, part, response, exchange, secure);
        }
        begin(reply, response, exchange);
        if (reply.body() instanceof Body.Text text) {
            exchange.sent(text.octets().length);
            return response.sendObject(Unpooled.wrappedBuffer(text.octets())).then();
        }
        return response.send().then();
    }

    private static void begin(Reply reply, HttpServerResponse response, Exchange exchange) {
        response.status(reply.status());
        response.responseHeaders().add(reply.headers());
        exchange.begin(reply.status());
    }

    /** Says nothing before the octets are at hand: until then a failure can still be told in words. */
    private static Mono<Void> together(Reply reply, Body.Part part, HttpServerResponse response, Exchange exchange) {
        return part.representation()
                .read(part.range())
                .reduce(ReplyWriter::joined)
                .doOnDiscard(ByteBuf.class, Representation::discard)
                .flatMap(octets -> {
                    begin(reply, response, exchange);
                    exchange.sent(octets.readableBytes());
                    return response.sendObject(octets).then();
                })
                .doOnError(failure -> aborted(failure, exchange, response))
                .doOnCancel(() -> cancelled(exchange, response));
    }

    private static ByteBuf joined(ByteBuf first, ByteBuf next) {
        if (first instanceof io.netty.buffer.CompositeByteBuf all) {
            return all.addComponent(true, next);
        }
        return ByteBufAllocator.DEFAULT
                .compositeBuffer(Integer.MAX_VALUE)
                .addComponent(true, first)
                .addComponent(true, next);
    }

    private static Mono<Void> apart(
            Reply reply, Body.Part part, HttpServerResponse response, Exchange exchange, boolean secure) {
        begin(reply, response, exchange);
        Mono<Void> body = Mono.defer(() -> secure
                ? chunks(part.representation().read(part.range()), response, exchange)
                : regionOrChunks(part.representation(), part.range(), response, exchange));
        return response.sendHeaders()
                .then()
                .then(body)
                .doOnSubscribe(subscription -> exchange.streamStarted())
                .doOnError(failure -> aborted(failure, exchange, response))
                .doOnCancel(() -> cancelled(exchange, response))
                .doFinally(signal -> exchange.streamEnded());
    }

    private static Mono<Void> regionOrChunks(
            Representation representation, ByteRange range, HttpServerResponse response, Exchange exchange) {
        FileRegion region = representation.region(range).orElse(null);
        return region == null
                ? chunks(representation.read(range), response, exchange)
                : FutureMono.deferFuture(() -> handOver(channel(response), region)
                        // told even after a cancel, which a closing connection may bring before the reason why it
                        // closes
                        .addListener(written -> written(written, region, exchange, response)));
    }

    /** A channel that is gone altogether refuses in its own way, and leaves the region to us. */
    private static ChannelFuture handOver(Channel channel, FileRegion region) {
        try {
            return channel.writeAndFlush(region);
        } catch (RuntimeException refused) {
            if (region.refCnt() > 0) {
                region.release();
            }
            throw refused;
        }
    }

    private static void written(Future<?> written, FileRegion region, Exchange exchange, HttpServerResponse response) {
        exchange.sent(region.transferred());
        Throwable failure = written.cause();
        if (failure != null) {
            aborted(failure, exchange, response);
        }
    }

    private static Mono<Void> chunks(Flux<ByteBuf> octets, HttpServerResponse response, Exchange exchange) {
        return Mono.create(sink -> {
            ChunkWriter writer = new ChunkWriter(channel(response), exchange, sink);
            sink.onDispose(writer);
            octets.subscribe(writer);
        });
    }

    static Channel channel(HttpServerResponse response) {
        return ((Connection) response).channel();
    }

    /** Before the headers nothing is broken: the failure is told in words. */
    private static void aborted(Throwable failure, Exchange exchange, HttpServerResponse response) {
        if (!response.hasSentHeaders()) {
            return;
        }
        if (isClient(failure)) {
            exchange.aborted(reason(response));
            return;
        }
        exchange.aborted("source");
        log.warn("event=media-broken correlation={} cause={}", exchange.correlation(), failure.toString());
    }

    /** Counted a little later: if something broke and closed the connection, that is being told just now. */
    private static void cancelled(Exchange exchange, HttpServerResponse response) {
        channel(response).eventLoop().execute(() -> exchange.aborted(reason(response)));
    }

    /** The kernel says of a file it was sending that the pipe is broken: a client as well, who went away. */
    private static boolean isClient(Throwable failure) {
        return failure instanceof AbortedException
                || failure instanceof ClosedChannelException
                || failure instanceof SSLException
                || AbortedException.isConnectionReset(failure);
    }

    private static String reason(HttpServerResponse response) {
        return ConnectionWatch.endedStalled(channel(response)) ? "stalled" : "client";
    }
}
