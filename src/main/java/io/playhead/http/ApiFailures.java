package io.playhead.http;

import io.netty.channel.Channel;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Words what went wrong on WebFlux's paths. Where an answer has begun it is too late for words, and the connection is
 * closed: Spring would take some failures, such as a reset of a connection of our own, for a client that has left, and end
 * the body as if it were whole.
 */
@Order(-2)
final class ApiFailures implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiFailures.class);

    private final InstantSource clock;

    ApiFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.fromRunnable(() -> breakOff(exchange, failure));
        }
        CorrelationId correlation = ApiFilter.correlation(exchange);
        // what was to be said of the answer that failed is not true of this one
        exchange.getResponse().getHeaders().clear();
        ApiFilter.name(exchange, correlation);
        return Replies.write(reply(exchange, failure), exchange.getResponse());
    }

    private static void breakOff(ServerWebExchange exchange, Throwable failure) {
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        Channel channel = ReplyWriter.channel(response);
        if (channel.isActive()) { // else it is the client who has gone
            log.warn(
                    "event=answer-broken correlation={} cause={}",
                    ApiFilter.correlation(exchange),
                    String.valueOf(failure.getCause() == null ? failure : failure.getCause()));
            channel.close();
        }
    }

    private Reply reply(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof ResponseStatusException status) {
            return switch (status.getStatusCode().value()) {
                case 404 -> Replies.notFound();
                case 405 -> Replies.notAllowed("GET, HEAD, OPTIONS");
                default -> Replies.notUnderstood(status.getStatusCode().value());
            };
        }
        return Replies.failed(failure, ApiFilter.correlation(exchange), clock);
    }
}
