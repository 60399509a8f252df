package io.playhead.http;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The port of health and metrics. Its context is a child of the program's and so inherits every route, page and filter
 * of the public port; here only what is its own gets through.
 */
final class ManagementPort {

    private static final String NAMESPACE = "management";

    private final String own;

    /** @param base path of the endpoints, such as {@code /actuator} */
    ManagementPort(String base) {
        this.own = base + "/";
    }

    static boolean received(ServerWebExchange exchange) {
        return WebServerApplicationContext.hasServerNamespace(exchange.getApplicationContext(), NAMESPACE);
    }

    Mono<Void> answer(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        return (path + "/").startsWith(own)
                ? chain.filter(exchange)
                : Replies.write(Replies.notFound(), exchange.getResponse());
    }
}
