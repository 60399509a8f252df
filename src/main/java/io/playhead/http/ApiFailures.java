package io.playhead.http;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/** Words what went wrong on WebFlux's paths. */
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
            broken(exchange, failure);
            return Mono.error(failure);
        }
        CorrelationId correlation = ApiFilter.correlation(exchange);
        // what was to be said of the answer that failed is not true of this one
        exchange.getResponse().getHeaders().clear();
        ApiFilter.name(exchange, correlation);
        return Replies.write(reply(exchange, failure), exchange.getResponse());
    }

    /** Too late for words: the connection ends. */
    private static void broken(ServerWebExchange exchange, Throwable failure) {
        if (!(failure instanceof AbortedException)) {
            log.warn(
                    "event=answer-broken correlation={} cause={}",
                    ApiFilter.correlation(exchange),
                    String.valueOf(failure.getCause() == null ? failure : failure.getCause()));
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
