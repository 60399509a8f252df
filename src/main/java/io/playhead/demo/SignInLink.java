package io.playhead.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code POST /session}: gives the token for a one-time code, which a link in the log brings to the page. For a
 * Playhead that others can reach, where an address says nothing of who is asking. The code stands in the link's
 * fragment, which browsers send to nobody. All that is not the code is refused alike.
 */
final class SignInLink implements Entrance {

    private final String token;
    private final OneTimeCode code;

    SignInLink(String token, OneTimeCode code) {
        this.token = token;
        this.code = code;
    }

    private record Given(@Nullable String code) {}

    @Override
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().POST("/session", this::post).build();
    }

    @Override
    public String invitation(String port) {
        return "http://localhost:%s/#sign-in=%s signs in once, within an hour".formatted(port, code.text());
    }

    private Mono<ServerResponse> post(ServerRequest request) {
        if (!Session.isSameOrigin(request.headers().asHttpHeaders())) {
            return ServerResponse.notFound().build();
        }
        return Mono.defer(() -> request.bodyToMono(Given.class))
                .onErrorResume(unreadable -> Mono.empty())
                .filter(given -> given.code() != null && code.spend(given.code()))
                .flatMap(accepted -> Session.given(token))
                .switchIfEmpty(Mono.defer(SignInLink::refused));
    }

    private static Mono<ServerResponse> refused() {
        return ServerResponse.status(HttpStatus.FORBIDDEN)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(Map.of("message", "The sign-in link is not valid, or not any more"));
    }
}
