package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Carries requests from WebFlux to the API's functions on values. Every path is served bare and under the prefix. */
final class ApiRoutes {

    private final TrustedProxies proxies;
    private final JsonBodies bodies;

    ApiRoutes(TrustedProxies proxies, JsonBodies bodies) {
        this.proxies = proxies;
        this.bodies = bodies;
    }

    RouterFunction<ServerResponse> of(List<ApiPath> paths) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (ApiPath path : paths) {
            routes.route(RequestPredicates.path("/1.0" + path.pattern()), request -> answer(path, "", request));
            routes.route(
                    RequestPredicates.path(ApiPath.PREFIX + "/1.0" + path.pattern()),
                    request -> answer(path, ApiPath.PREFIX, request));
        }
        return routes.build();
    }

    private Mono<ServerResponse> answer(ApiPath path, String prefix, ServerRequest request) {
        HttpMethod method = request.method() == HttpMethod.HEAD ? HttpMethod.GET : request.method();
        Function<ApiRequest, Mono<Reply>> function = path.methods().get(method);
        if (function != null) {
            boolean head = request.method() == HttpMethod.HEAD;
            return function.apply(values(prefix, request))
                    .flatMap(reply -> Replies.response(
                            head && reply.body() instanceof Body.Chunks ? reply.withoutBody() : reply));
        }
        return Replies.response(method == HttpMethod.OPTIONS ? options(path) : Replies.notAllowed(path.allowed()));
    }

    private ApiRequest values(String prefix, ServerRequest request) {
        ServerHttpRequest raw = request.exchange().getRequest();
        String script = prefix.isEmpty() ? script(raw) : prefix;
        return new ApiRequest(
                Map.copyOf(request.pathVariables()),
                Query.of(raw.getURI().getRawQuery()),
                name -> raw.getHeaders().getFirst(name),
                script,
                Mono.defer(() -> bodies.read(request)));
    }

    private String script(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        InetAddress address = peer == null ? null : peer.getAddress();
        if (address == null || !proxies.trusts(address)) {
            return "";
        }
        io.netty.handler.codec.http.HttpHeaders headers =
                io.netty.handler.codec.http.DefaultHttpHeadersFactory.headersFactory()
                        .newHeaders();
        request.getHeaders().getOrEmpty("X-Script-Name").forEach(value -> headers.add("x-script-name", value));
        return proxies.view(address, "http", headers).prefix();
    }

    private static Reply options(ApiPath path) {
        Reply reply = Replies.empty(200);
        reply.headers().set(HttpHeaderNames.ALLOW, path.allowed());
        return reply;
    }
}
