package io.playhead.service;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.http.TrustedProxies;
import io.playhead.http.TrustedProxies.ClientView;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The original, for what Playhead does not serve: a request goes there as it came, and the answer comes back as it is.
 * Octets go as fast as the slower side takes them, and whoever leaves ends it on the other side too. It decides itself
 * who may ask.
 */
final class CallLogd {

    private static final int CONNECTIONS = 64;
    /** Shorter than call-logd keeps a connection that rests, so that none is used just as it is closed. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** The client is told ours. */
    private static final String CORRELATION = "x-correlation-id";

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

    private final HttpClient client;
    private final ConnectionProvider connections;
    private final String url;
    private final Duration response;
    private final TrustedProxies proxies;

    CallLogd(String url, CallLogdProperties properties, LoopResources loops, TrustedProxies proxies) {
        this.connections = ConnectionProvider.builder("call-logd")
                .maxConnections(CONNECTIONS)
                .pendingAcquireTimeout(properties.connect())
                .maxIdleTime(IDLE)
                .build();
        this.client = HttpClient.create(connections)
                .runOn(loops)
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connect().toMillis())
                .responseTimeout(properties.response());
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.response = properties.response();
        this.proxies = proxies;
    }

    /**
     * @param prefix under which it was asked for: empty, or the public one
     * @param path below the prefix
     */
    Mono<Void> pass(ServerWebExchange exchange, String prefix, String path) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (PassedHeaders.goInCircles(request.requestHeaders())) {
            return Mono.error(() -> unreachable(new IllegalStateException("playhead.call-logd.url leads back here")));
        }
        ClientView view = view(request);
        String query = exchange.getRequest().getURI().getRawQuery();
        HttpClient.RequestSender sender = client.headers(headers -> PassedHeaders.ofRequest(
                        request.requestHeaders(), view, prefix.isEmpty() ? view.prefix() : prefix, headers))
                .request(request.method())
                .uri(url + path + (query == null ? "" : "?" + query));
        HttpClient.ResponseReceiver<?> receiver = hasBody(request.requestHeaders())
                ? sender.send((outgoing, out) ->
                        out.sendByteArray(IdleLimit.on(request.receive().asByteArray(), response)))
                : sender;
        return receiver.responseConnection((answer, connection) -> answered(exchange, answer, connection))
                .then()
                .onErrorMap(failure -> exchange.getResponse().isCommitted() ? failure : unreachable(failure));
    }

    void close() {
        connections.dispose();
    }

    private ClientView view(HttpServerRequest request) {
        InetAddress peer = request.connectionRemoteAddress() instanceof InetSocketAddress known
                ? known.getAddress()
                : InetAddress.getLoopbackAddress();
        String scheme = String.valueOf(request.connectionScheme());
        return proxies.view(peer, scheme, request.requestHeaders());
    }

    private static boolean hasBody(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !"0".equals(headers.get(HttpHeaderNames.CONTENT_LENGTH, "0"));
    }

    private Mono<Void> answered(ServerWebExchange exchange, HttpClientResponse answer, Connection connection) {
        // which counts the time that a client takes as well
        connection.removeHandler(NettyPipeline.ResponseTimeoutHandler);
        ServerHttpResponse reply = exchange.getResponse();
        int status = answer.status().code();
        reply.setRawStatusCode(status);
        PassedHeaders.endToEnd(answer.responseHeaders()).stream()
                .filter(header -> !CORRELATION.equalsIgnoreCase(header.getKey()))
                .forEach(header -> reply.getHeaders().add(header.getKey(), header.getValue()));
        Flux<byte[]> octets = IdleLimit.on(connection.inbound().receive().asByteArray(), response);
        boolean none = WITHOUT_BODY.contains(status) || exchange.getRequest().getMethod() == HttpMethod.HEAD;
        Mono<Void> written = none
                ? octets.then(Mono.defer(reply::setComplete))
                : reply.writeAndFlushWith(octets.map(
                        chunk -> Mono.fromCallable(() -> reply.bufferFactory().wrap(chunk))));
        return written.doOnError(failure -> connection.dispose()).doOnCancel(connection::dispose);
    }

    private static Throwable unreachable(Throwable failure) {
        return Problem.of(Kind.UNAVAILABLE, "call-logd-unreachable", "call-logd does not answer", Map.of())
                .exception(failure);
    }
}
