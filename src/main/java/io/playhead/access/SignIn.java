package io.playhead.access;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /sign-in}: tells the page, and anybody, how one signs in. There is no secret in it. */
final class SignIn {

    private final String kind;
    private final Authority authority;

    /** @param kind of the authority, as it is configured */
    SignIn(String kind, Authority authority) {
        this.kind = kind;
        this.authority = authority;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().GET("/sign-in", this::get).build();
    }

    private Mono<ServerResponse> get(ServerRequest request) {
        return authority.signIn().flatMap(this::told);
    }

    private Mono<ServerResponse> told(Map<String, Object> way) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("authority", kind);
        told.putAll(way);
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(told);
    }
}
