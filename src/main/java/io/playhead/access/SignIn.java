package io.playhead.access;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /sign-in}: tells the page, and anybody, how one signs in. There is no secret in it. */
final class SignIn {

    private final AccessProperties properties;
    private final Authority authority;

    SignIn(AccessProperties properties, Authority authority) {
        this.properties = properties;
        this.authority = authority;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().GET("/sign-in", this::get).build();
    }

    private Mono<ServerResponse> get(ServerRequest request) {
        String clientId = properties.oidc().page().clientId();
        return authority instanceof OidcAuthority oidc && clientId != null
                ? oidc.provider()
                        .discovery()
                        .map(provider -> at(provider, clientId))
                        .flatMap(SignIn::told)
                : told(Map.of("authority", properties.authorityName()));
    }

    private Map<String, Object> at(OidcDiscovery provider, String clientId) {
        OidcProperties.Page page = properties.oidc().page();
        Map<String, Object> way = new LinkedHashMap<>();
        way.put("authority", properties.authorityName());
        way.put("issuer", properties.oidc().issuerUri());
        way.put("authorization_endpoint", provider.authorization().orElseThrow());
        way.put("token_endpoint", provider.token().orElseThrow());
        @Nullable URI endSession = provider.endSession().orElse(null);
        if (endSession != null) {
            way.put("end_session_endpoint", endSession);
        }
        way.put("client_id", clientId);
        way.put("scope", page.scope());
        way.put("parameters", page.parameters());
        return way;
    }

    private static Mono<ServerResponse> told(Map<String, Object> way) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(way);
    }
}
