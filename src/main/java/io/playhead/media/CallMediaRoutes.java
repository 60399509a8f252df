package io.playhead.media;

import io.playhead.http.Exchange;
import io.playhead.http.Reply;
import io.playhead.http.ValueRoutes;
import io.playhead.http.ValueRoutes.ValueRequest;
import java.util.Map;
import java.util.function.BiFunction;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

/** Where all of a call is served, ahead of WebFlux as recordings are. */
@Order(0)
final class CallMediaRoutes implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    static final String CALL = "/cdr/{cdr:[0-9]+}";

    private static final String NAME = "/1.0/cdr/{cdr}";

    private final ValueRoutes routes;
    private final Map<String, BiFunction<CallRequest, Exchange, Mono<Reply>>> endings;

    /** @param endings behind the call's id, with what is answered there */
    CallMediaRoutes(ValueRoutes routes, Map<String, BiFunction<CallRequest, Exchange, Mono<Reply>>> endings) {
        this.routes = routes;
        this.endings = endings;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        endings.forEach((ending, answer) -> factory.addRouteProviders(all -> routes.add(
                all,
                NAME + ending,
                path -> CallPath.of(path, ending),
                request -> answer.apply(values(request), request.exchange()))));
    }

    private static CallRequest values(ValueRequest<CallPath> request) {
        String prefix = request.path().prefix();
        return new CallRequest(
                request.head(),
                request.path(),
                prefix.isEmpty() ? request.script() : prefix,
                request.query(),
                request.headers(),
                request.address());
    }
}
