package io.playhead.media;

import io.playhead.http.ApiPath;
import io.playhead.http.Reply;
import io.playhead.http.ValueRoutes;
import io.playhead.http.ValueRoutes.ValueRequest;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

/** Where media are served: ahead of WebFlux, and of what refuses the targets that nobody has taken. */
@Order(0)
final class MediaRoutes implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    static final String MEDIA = "/cdr/{cdr:[0-9]+}/recordings/{recording:" + ApiPath.UUID + "}/media";
    static final String MY_MEDIA = "/users/me" + MEDIA;

    private final ValueRoutes routes;
    private final MediaHandler handler;

    MediaRoutes(ValueRoutes routes, MediaHandler handler) {
        this.routes = routes;
        this.handler = handler;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addRouteProviders(
                all -> routes.add(all, "/1.0/cdr/{cdr}/recordings/{recording}/media", MediaPath::of, this::get));
    }

    private Mono<Reply> get(ValueRequest<MediaPath> request) {
        String prefix = request.path().prefix();
        return handler.get(
                new MediaRequest(
                        request.head(),
                        request.path(),
                        prefix.isEmpty() ? request.script() : prefix,
                        request.query(),
                        request.headers(),
                        request.address()),
                request.exchange());
    }
}
