package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.playhead.problem.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
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
    private final Refused refused;

    ApiRoutes(TrustedProxies proxies, JsonBodies bodies, Refused refused) {
        this.proxies = proxies;
        this.bodies = bodies;
        this.refused = refused;
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
            ApiRequest values = values(prefix, request);
            return function.apply(values)
                    .doOnError(ProblemException.class, failure -> tell(failure, request, values))
                    .flatMap(reply -> Replies.response(
                            head && reply.body() instanceof Body.Chunks ? reply.withoutBody() : reply));
        }
        return Replies.response(method == HttpMethod.OPTIONS ? options(path) : Replies.notAllowed(path.allowed()));
    }

    private void tell(ProblemException failure, ServerRequest request, ApiRequest values) {
        Refusal refusal = new Refusal(
                failure,
                request.method().name(),
                request.path(),
                values.address(),
                values.header("User-Agent"),
                ApiFilter.correlation(request.exchange()),
                null,
                null);
        refused.tell(refusal);
    }

    private ApiRequest values(String prefix, ServerRequest request) {
        ServerHttpRequest raw = request.exchange().getRequest();
        TrustedProxies.ClientView client = client(raw);
        return new ApiRequest(
                Map.copyOf(request.pathVariables()),
                Query.of(raw.getURI().getRawQuery()),
                name -> raw.getHeaders().getFirst(name),
                prefix.isEmpty() && client != null ? client.prefix() : prefix,
                Mono.defer(() -> bodies.read(request)),
                client == null ? null : client.address(),
                raw.getBody()
                        .map(NettyDataBufferFactory::toByteBuf)
                        .doOnDiscard(DataBuffer.class, DataBufferUtils::release));
    }

    private TrustedProxies.@Nullable ClientView client(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        InetAddress address = peer == null ? null : peer.getAddress();
        if (address == null) {
            return null;
        }
        io.netty.handler.codec.http.HttpHeaders headers =
                io.netty.handler.codec.http.DefaultHttpHeadersFactory.headersFactory()
                        .newHeaders();
        if (proxies.trusts(address)) {
            for (String name : TrustedProxies.HEADERS) {
                request.getHeaders().getOrEmpty(name).forEach(value -> headers.add(name, value));
            }
        }
        return proxies.view(address, "http", headers);
    }

    private static Reply options(ApiPath path) {
        Reply reply = Replies.empty(200);
        reply.headers().set(HttpHeaderNames.ALLOW, path.allowed());
        path.abilities().forEach((name, value) -> reply.headers().set(name, value));
        return reply;
    }
}
