package io.playhead.demo;

import io.playhead.problem.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
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
    private final Failed failed;

    /** Counts an attempt with something else than the code. */
    @FunctionalInterface
    interface Failed {

        /** Why its sender should come later; empty while there were not too many. */
        Optional<ProblemException> from(@Nullable InetAddress client);
    }

    SignInLink(String token, OneTimeCode code, Failed failed) {
        this.token = token;
        this.code = code;
        this.failed = failed;
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
                .switchIfEmpty(Mono.defer(() -> refused(request)));
    }

    private Mono<ServerResponse> refused(ServerRequest request) {
        InetAddress client =
                request.remoteAddress().map(InetSocketAddress::getAddress).orElse(null);
        Optional<ProblemException> tooMany = failed.from(client);
        return tooMany.isPresent() ? Mono.error(tooMany.get()) : forbidden();
    }

    private static Mono<ServerResponse> forbidden() {
        return ServerResponse.status(HttpStatus.FORBIDDEN)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(Map.of("message", "The sign-in link is not valid, or not any more"));
    }
}
