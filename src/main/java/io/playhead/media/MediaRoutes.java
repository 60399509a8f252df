package io.playhead.media;

import io.playhead.http.ApiPath;
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

/** Where media are served: ahead of WebFlux, and of what refuses the targets that nobody has taken. */
@Order(0)
final class MediaRoutes implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    static final String RECORDING = "/cdr/{cdr:[0-9]+}/recordings/{recording:" + ApiPath.UUID + "}";
    static final String MEDIA = RECORDING + "/media";
    static final String ME = "/users/me";
    static final String MY_MEDIA = ME + MEDIA;

    private static final String NAME = "/1.0/cdr/{cdr}/recordings/{recording}";

    private final ValueRoutes routes;
    private final Map<String, BiFunction<MediaRequest, Exchange, Mono<Reply>>> endings;

    /** @param endings behind the recording's id, with what is answered there */
    MediaRoutes(ValueRoutes routes, Map<String, BiFunction<MediaRequest, Exchange, Mono<Reply>>> endings) {
        this.routes = routes;
        this.endings = endings;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        endings.forEach((ending, answer) -> factory.addRouteProviders(all -> routes.add(
                all,
                NAME + ending,
                path -> MediaPath.of(path, ending),
                request -> answer.apply(values(request), request.exchange()))));
    }

    private static MediaRequest values(ValueRequest<MediaPath> request) {
        String prefix = request.path().prefix();
        return new MediaRequest(
                request.head(),
                request.path(),
                prefix.isEmpty() ? request.script() : prefix,
                request.query(),
                request.headers(),
                request.address());
    }
}
