package io.playhead.service;

import io.playhead.http.ApiPath;
import java.util.List;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What call-logd serves and Playhead does not. */
final class CallLogdRoutes {

    private static final List<String> PATTERNS = List.of(
            "/1.0/agents/statistics",
            "/1.0/agents/{id:[0-9]+}/statistics",
            "/1.0/queues/statistics",
            "/1.0/queues/{id:[0-9]+}/statistics",
            "/1.0/queues/{id:[0-9]+}/statistics/qos",
            "/1.0/voicemails/transcriptions");

    private final CallLogd original;

    CallLogdRoutes(CallLogd original) {
        this.original = original;
    }

    RouterFunction<ServerResponse> all() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (String prefix : List.of("", ApiPath.PREFIX)) {
            for (String pattern : PATTERNS) {
                routes.route(RequestPredicates.path(prefix + pattern), request -> passed(request, prefix, pattern));
            }
        }
        return routes.build();
    }

    /** Status and headers are set when there is an answer to take them from. */
    private Mono<ServerResponse> passed(ServerRequest request, String prefix, String pattern) {
        String id = request.pathVariables().getOrDefault("id", "");
        String path = pattern.replace("{id:[0-9]+}", id);
        return ServerResponse.ok().build((exchange, context) -> original.pass(exchange, prefix, path));
    }
}
