package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Serves GET and HEAD of chosen paths on reactor-netty, ahead of WebFlux: what its handler chain costs is a good part
 * of a short range. Everything that decides is a function on values and would be the same behind WebFlux.
 */
public final class ValueRoutes {

    private final TrustedProxies proxies;
    private final HttpMeters meters;
    private final ReplyWriter writer;
    private final InstantSource clock;

    ValueRoutes(TrustedProxies proxies, HttpMeters meters, ReplyWriter writer, InstantSource clock) {
        this.proxies = proxies;
        this.meters = meters;
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * A GET or HEAD as values.
     *
     * @param path what {@code match} made of the path
     * @param script the trusted proxy's prefix, or empty
     */
    public record ValueRequest<P>(
            boolean head, P path, String script, Query query, HttpHeaders headers, Exchange exchange) {}

    /**
     * Adds one path.
     *
     * @param name of the route, for meters
     * @param match takes a decoded path apart; empty leaves the request to WebFlux
     */
    public <P> HttpServerRoutes add(
            HttpServerRoutes routes,
            String name,
            Function<String, Optional<P>> match,
            Function<ValueRequest<P>, Mono<Reply>> answer) {
        return routes.route(
                request -> matched(request, match).isPresent(),
                (request, response) -> serve(name, match, answer, request, response));
    }

    private static <P> Optional<P> matched(HttpServerRequest request, Function<String, Optional<P>> match) {
        HttpMethod method = request.method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
                ? PublicPath.of(request.uri()).flatMap(target -> match.apply(target.path()))
                : Optional.empty();
    }

    private <P> Mono<Void> serve(
            String name,
            Function<String, Optional<P>> match,
            Function<ValueRequest<P>, Mono<Reply>> answer,
            HttpServerRequest request,
            HttpServerResponse response) {
        HttpHeaders headers = request.requestHeaders();
        Exchange exchange = new Exchange(meters, name, CorrelationId.of(headers));
        boolean secure = "https".equals(request.scheme());
        PublicPath target = PublicPath.of(request.uri()).orElseThrow();
        P path = match.apply(target.path()).orElseThrow();
        boolean head = request.method().equals(HttpMethod.HEAD);
        ValueRequest<P> values =
                new ValueRequest<>(head, path, script(request), Query.of(target.query()), headers, exchange);
        return Mono.defer(() -> answer.apply(values))
                .flatMap(reply -> send(reply, headers, response, exchange, secure))
                .onErrorResume(failure -> response.hasSentHeaders() || failure instanceof AbortedException
                        ? Mono.error(failure)
                        : sendInstead(failed(failure, exchange, head), headers, response, exchange, secure))
                .doFinally(signal -> exchange.end())
                .contextWrite(context -> context.put(CorrelationId.class, exchange.correlation()));
    }

    private Reply failed(Throwable failure, Exchange exchange, boolean head) {
        Reply reply = Replies.failed(failure, exchange.correlation(), clock);
        return head ? reply.withoutBody() : reply;
    }

    /** Whatever was to be said before, nobody has heard it yet. */
    private Mono<Void> sendInstead(
            Reply reply, HttpHeaders request, HttpServerResponse response, Exchange exchange, boolean secure) {
        response.responseHeaders().clear();
        return send(reply, request, response, exchange, secure);
    }

    private Mono<Void> send(
            Reply reply, HttpHeaders request, HttpServerResponse response, Exchange exchange, boolean secure) {
        for (Map.Entry<String, String> header : Cors.headers(request.get(HttpHeaderNames.ORIGIN))) {
            reply.headers().add(header.getKey(), header.getValue());
        }
        reply.headers().set(HttpHeaderNames.DATE, HttpDate.format(clock.instant()));
        reply.headers().set("x-correlation-id", exchange.correlation().toString());
        exchange.ranges(kind(request.get(HttpHeaderNames.RANGE), reply));
        return writer.write(reply, response, exchange, secure);
    }

    private String script(HttpServerRequest request) {
        InetSocketAddress peer = request.connectionRemoteAddress() instanceof InetSocketAddress known ? known : null;
        return peer == null || !proxies.trusts(peer.getAddress())
                ? ""
                : proxies.view(peer.getAddress(), "http", request.requestHeaders())
                        .prefix();
    }

    private static String kind(@Nullable String range, Reply reply) {
        if (range == null) {
            return "none";
        }
        return switch (reply.status()) {
            case 206 -> reply.headers().contains(HttpHeaderNames.CONTENT_RANGE) ? "single" : "multiple";
            case 416 -> "unsatisfiable";
            default -> "ignored";
        };
    }
}
