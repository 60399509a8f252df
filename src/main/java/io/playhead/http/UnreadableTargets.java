package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Refuses what no route ahead has taken and what is no URI (RFC 3986). WebFlux would refuse it too, but without a body
 * and without telling a page of another origin.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class UnreadableTargets implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final Cors cors;
    private final HttpMeters meters;
    private final ReplyWriter writer;

    UnreadableTargets(Cors cors, HttpMeters meters, ReplyWriter writer) {
        this.cors = cors;
        this.meters = meters;
        this.writer = writer;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addRouteProviders(routes -> routes.route(UnreadableTargets::isUnreadable, this::refuse));
    }

    private static boolean isUnreadable(HttpServerRequest request) {
        String target = request.uri();
        try {
            new URI(target.startsWith("/") ? "http://host" + target : target);
            return false;
        } catch (URISyntaxException unreadable) {
            return true;
        }
    }

    private Publisher<Void> refuse(HttpServerRequest request, HttpServerResponse response) {
        HttpHeaders headers = request.requestHeaders();
        Exchange exchange = new Exchange(meters, "unmatched", CorrelationId.of(headers));
        Reply refusal = Replies.notUnderstood(400);
        Reply reply = request.method().equals(HttpMethod.HEAD) ? refusal.withoutBody() : refusal;
        reply.headers().add(cors.headers(headers.get(HttpHeaderNames.ORIGIN), false));
        reply.headers().set("x-correlation-id", exchange.correlation().toString());
        return writer.write(reply, response, exchange, false).doFinally(signal -> exchange.end());
    }
}
