package io.playhead.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import io.playhead.representation.ByteRange;
import io.playhead.representation.Representation;
import java.nio.channels.ClosedChannelException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.FutureMono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes replies to reactor-netty. Of an open file the kernel sends all but a very short part, so that nothing of it is
 * copied or kept for a slow reader; a short part of anything else goes out with the headers in one write, and a long one
 * in chunks of which two at most are on their way. What has a {@link Pace} goes out in pieces, unless it is short and may
 * go at once. A body that breaks closes the connection: its length was promised.
 */
public final class ReplyWriter {

    /** From here on a file region costs less than a copy (decision 6). */
    static final int REGION = 16 * 1024;

    /** Up to here one buffer costs less than chunks. */
    static final int SHORT = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ReplyWriter.class);

    /** @param secure whether the connection encrypts, so that the kernel cannot send files */
    public Mono<Void> write(Reply reply, HttpServerResponse response, Exchange exchange, boolean secure) {
        return Mono.defer(() -> writeNow(reply, response, exchange, secure));
    }

    /**
     * As {@link #write}, where the body can be had without waiting, else null. To be subscribed to: it holds the body.
     *
     * @throws RuntimeException if the body cannot be had; nothing has been said then
     */
    @Nullable
    Mono<Void> writeAtHand(Reply reply, HttpServerResponse response, Exchange exchange, boolean secure) {
        if (!(reply.body() instanceof Body.Part part) || exchange.pace() != null) {
            return null;
        }
        FileRegion region = region(part, secure);
        if (region != null) {
            return holding(region, () -> sent(reply, region, response, exchange));
        }
        ByteBuf octets = part.range().length() <= SHORT
                ? part.representation().atHand(part.range()).orElse(null)
                : null;
        return octets == null ? null : holding(octets, () -> whole(reply, octets, response, exchange));
    }

    private static Mono<Void> holding(ReferenceCounted body, Supplier<Mono<Void>> writing) {
        try {
            return writing.get();
        } catch (Throwable unsaid) { // an error too: the body is not Java's to collect
            body.release();
            throw unsaid;
        }
    }

    private static @Nullable FileRegion region(Body.Part part, boolean secure) {
        return secure || part.range().length() < REGION
                ? null
                : part.representation().region(part.range()).orElse(null);
    }

    private static Mono<Void> whole(Reply reply, ByteBuf octets, HttpServerResponse response, Exchange exchange) {
        begin(reply, response, exchange);
        exchange.sent(octets.readableBytes());
        return response.sendObject(octets)
                .then()
                .doOnError(failure -> aborted(failure, exchange, response))
                .doOnCancel(() -> cancelled(exchange, response));
    }

    private static Mono<Void> writeNow(Reply reply, HttpServerResponse response, Exchange exchange, boolean secure) {
        if (reply.body() instanceof Body.Part part) {
            Pace pace = exchange.pace();
            if (pace != null && !pace.passes(part.range().length())) {
                return apart(reply, part, pieces(part, pace.piece(), secure), response, exchange);
            }
            FileRegion region = region(part, secure);
            if (region != null) {
                return holding(region, () -> sent(reply, region, response, exchange));
            }
            return isOneStep(part)
                    ? together(reply, part, response, exchange)
                    : apart(reply, part, part.representation().read(part.range()), response, exchange);
        }
        begin(reply, response, exchange);
        if (reply.body() instanceof Body.Text text) {
            exchange.sent(text.octets().length);
            return response.sendObject(Unpooled.wrappedBuffer(text.octets())).then();
        }
        if (reply.body() instanceof Body.Chunks chunks) {
            return response.sendByteArray(chunks.octets().doOnNext(octets -> exchange.sent(octets.length)))
                    .then();
        }
        return response.send().then();
    }

    private static boolean isOneStep(Body.Part part) {
        return part.range().length() <= SHORT && !part.representation().comesInSteps(part.range());
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
                .flatMap(octets -> whole(reply, octets, response, exchange))
                .doOnError(failure -> aborted(failure, exchange, response));
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

    /**
     * A part as it goes out where there is a pace: of an open file in regions. The whole is held meanwhile, so that the
     * file stays open.
     */
    private static Flux<ReferenceCounted> pieces(Body.Part part, int length, boolean secure) {
        return Flux.defer(() -> {
            FileRegion whole = region(part, secure);
            return whole == null
                    ? part.representation().read(part.range()).cast(ReferenceCounted.class)
                    : Flux.using(() -> whole, held -> regions(part, length), FileRegion::release);
        });
    }

    private static Flux<ReferenceCounted> regions(Body.Part part, int length) {
        long end = part.range().end();
        return Flux.generate(part.range()::start, (start, sink) -> {
            ByteRange piece = ByteRange.ofLength(start, Math.min(length, end - start));
            sink.next(part.representation().region(piece).orElseThrow());
            if (piece.end() == end) {
                sink.complete();
            }
            return piece.end();
        });
    }

    private static Mono<Void> apart(
            Reply reply,
            Body.Part part,
            Flux<? extends ReferenceCounted> octets,
            HttpServerResponse response,
            Exchange exchange) {
        begin(reply, response, exchange);
        return response.sendHeaders()
                .then()
                .then(Mono.defer(() -> chunks(octets, part, response, exchange)))
                .doOnSubscribe(subscription -> exchange.streamStarted())
                .doOnError(failure -> aborted(failure, exchange, response))
                .doOnCancel(() -> cancelled(exchange, response))
                .doFinally(signal -> exchange.streamEnded());
    }

    /**
     * A cancel closes the connection, which fails the region: it is told of there, with the reason why it closed. The
     * channel is asked for before the head is out: the response of a client who leaves with that has none any more.
     */
    private static Mono<Void> sent(Reply reply, FileRegion region, HttpServerResponse response, Exchange exchange) {
        begin(reply, response, exchange);
        Channel channel = channel(response);
        return FutureMono.deferFuture(() -> {
            response.then().subscribe(headers -> {}, failure -> {}); // the region fails with them
            ChannelFuture writing = ChunkWriter.handOver(channel, region);
            exchange.streamStarted();
            return writing.addListener(written -> written(written, region, exchange, channel));
        });
    }

    private static void written(Future<?> written, FileRegion region, Exchange exchange, Channel channel) {
        exchange.streamEnded();
        exchange.sent(region.transferred());
        Throwable failure = written.cause();
        if (failure != null) {
            broken(failure, exchange, reason(channel));
        }
    }

    private static Mono<Void> chunks(
            Flux<? extends ReferenceCounted> octets, Body.Part part, HttpServerResponse response, Exchange exchange) {
        return Mono.create(sink -> {
            ChunkWriter writer =
                    new ChunkWriter(channel(response), exchange, part.range().length(), sink);
            if (part.representation().comesInSteps(part.range())) {
                writer.takeLittleAhead();
            }
            sink.onDispose(writer);
            octets.subscribe(writer);
        });
    }

    static Channel channel(HttpServerResponse response) {
        return ((Connection) response).channel();
    }

    /** Before the headers nothing is broken: the failure is told in words. */
    private static void aborted(Throwable failure, Exchange exchange, HttpServerResponse response) {
        if (response.hasSentHeaders()) {
            broken(failure, exchange, reason(channel(response)));
        }
    }

    private static void broken(Throwable failure, Exchange exchange, String ofClient) {
        if (isClient(failure)) {
            exchange.aborted(ofClient);
            return;
        }
        exchange.aborted("source");
        log.warn("event=media-broken correlation={} cause={}", exchange.correlation(), failure.toString());
    }

    /** Counted a little later: if something broke and closed the connection, that is being told just now. */
    private static void cancelled(Exchange exchange, HttpServerResponse response) {
        channel(response).eventLoop().execute(() -> exchange.aborted(reason(channel(response))));
    }

    /** The kernel says of a file it was sending that the pipe is broken: a client as well, who went away. */
    private static boolean isClient(Throwable failure) {
        return failure instanceof AbortedException
                || failure instanceof ClosedChannelException
                || failure instanceof SSLException
                || AbortedException.isConnectionReset(failure);
    }

    private static String reason(Channel channel) {
        return ConnectionWatch.endedStalled(channel) ? "stalled" : "client";
    }
}
