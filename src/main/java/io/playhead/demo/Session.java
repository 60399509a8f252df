package io.playhead.demo;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code GET /session}: gives the page of this machine its token, so that it opens signed in. Only of a Playhead that
 * listens on the loopback address, and to a loopback peer that addresses this machine by a local name (a page elsewhere
 * can make its own name point here), is not a page of another origin, and came through no proxy. Anything else finds
 * nothing.
 */
final class Session implements Entrance {

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> PROXIED = Set.of("forwarded", "via", "x-real-ip", "x-script-name");
    private static final String FORWARDED = "x-forwarded-";

    private final String token;

    Session(String token) {
        this.token = token;
    }

    @Override
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().GET("/session", this::get).build();
    }

    @Override
    public String invitation(String port) {
        return "http://127.0.0.1:" + port + "/";
    }

    private Mono<ServerResponse> get(ServerRequest request) {
        return isFromHere(request) ? given(token) : ServerResponse.notFound().build();
    }

    static Mono<ServerResponse> given(String token) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(Map.of("token", token, "demonstration", true));
    }

    static boolean isFromHere(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        InetSocketAddress peer = request.remoteAddress().orElse(null);
        return peer != null
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress()
                && headers.getOrEmpty(HttpHeaders.HOST).size() == 1
                && isLocal(headers.getFirst(HttpHeaders.HOST))
                && headers.headerNames().stream().noneMatch(Session::isOfAProxy)
                && isSameOrigin(headers);
    }

    private static boolean isOfAProxy(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return PROXIED.contains(name) || name.startsWith(FORWARDED);
    }

    private static boolean isLocal(@Nullable String host) {
        return host != null && LOCAL.contains(host.replaceFirst(":\\d+$", ""));
    }

    /** Browsers say where a request comes from; a program that says nothing can read the token's file as well. */
    static boolean isSameOrigin(HttpHeaders headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        String origin = headers.getOrigin();
        return (site == null || site.equals("same-origin") || site.equals("none"))
                && (origin == null || isOwn(origin, headers.getFirst(HttpHeaders.HOST)));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }
}
