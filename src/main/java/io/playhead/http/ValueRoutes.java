package io.playhead.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.playhead.problem.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Serves GET and HEAD of chosen paths on reactor-netty, ahead of WebFlux: what its handler chain costs is a good part
 * of a short range. Everything that decides is a function on values and would be the same behind WebFlux.
 */
public final class ValueRoutes {

    private static final AsciiString CORRELATION = AsciiString.cached("x-correlation-id");

    private final TrustedProxies proxies;
    private final Cors cors;
    private final HttpMeters meters;
    private final ReplyWriter writer;
    private final InstantSource clock;
    private final Refused refused;

    ValueRoutes(
            TrustedProxies proxies,
            Cors cors,
            HttpMeters meters,
            ReplyWriter writer,
            InstantSource clock,
            Refused refused) {
        this.proxies = proxies;
        this.cors = cors;
        this.meters = meters;
        this.writer = writer;
        this.clock = clock;
        this.refused = refused;
    }

    /**
     * A GET or HEAD as values.
     *
     * @param path what {@code match} made of the path
     * @param script the trusted proxy's prefix, or empty
     * @param address of the client as far as can be believed; null if the connection has none
     */
    public record ValueRequest<P>(
            boolean head,
            P path,
            String script,
            Query query,
            HttpHeaders headers,
            Exchange exchange,
            @Nullable InetAddress address) {}

    /**
     * Adds one path.
     *
     * @param name of the route, for meters
     * @param match takes a decoded path apart; empty leaves the request to WebFlux
     */
    public <P> HttpServerRoutes add(
            HttpServerRoutes routes,
            String name,
            Function<String, Optional<P>> match,
            Function<ValueRequest<P>, Mono<Reply>> answer) {
        // for the step from one function to the next alone: a connection has one request at a time
        AttributeKey<Target<P>> key = AttributeKey.valueOf(ValueRoutes.class, name);
        return routes.route(request -> matches(request, match, channel(request).attr(key)), (request, response) -> {
            Target<P> target = Objects.requireNonNull(channel(request).attr(key).getAndSet(null));
            return serve(name, target, answer, request, response);
        });
    }

    /** A path that has been taken apart, and the query behind it. */
    private record Target<P>(P path, @Nullable String query) {}

    private static Channel channel(HttpServerRequest request) {
        return ((Connection) request).channel();
    }

    private static <P> boolean matches(
            HttpServerRequest request, Function<String, Optional<P>> match, Attribute<Target<P>> found) {
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return false;
        }
        PublicPath target = PublicPath.of(request.uri()).orElse(null);
        P path = target == null ? null : match.apply(target.path()).orElse(null);
        if (target == null || path == null) {
            return false;
        }
        found.set(new Target<>(path, target.query()));
        return true;
    }

    private <P> Mono<Void> serve(
            String name,
            Target<P> target,
            Function<ValueRequest<P>, Mono<Reply>> answer,
            HttpServerRequest request,
            HttpServerResponse response) {
        HttpHeaders headers = request.requestHeaders();
        Exchange exchange = new Exchange(meters, name, CorrelationId.of(headers));
        boolean head = request.method().equals(HttpMethod.HEAD);
        TrustedProxies.ClientView client = client(request);
        InetAddress address = client == null ? null : client.address();
        ValueRequest<P> values = new ValueRequest<>(
                head,
                target.path(),
                client == null ? "" : client.prefix(),
                Query.of(target.query()),
                headers,
                exchange,
                address);
        Answering answering = new Answering(
                request, headers, head, "https".equals(request.connectionScheme()), response, exchange, address);
        return Mono.defer(() -> answered(answer, values, answering)).doFinally(signal -> exchange.end());
    }

    /** What is being answered, and on what. */
    private record Answering(
            HttpServerRequest to,
            HttpHeaders request,
            boolean head,
            boolean secure,
            HttpServerResponse response,
            Exchange exchange,
            @Nullable InetAddress address) {

        boolean canStillBeTold(Throwable failure) {
            return !response.hasSentHeaders() && !(failure instanceof AbortedException);
        }
    }

    /** At once where everything is at hand: a range of a recording that is being played mostly is. */
    private <P> Mono<Void> answered(
            Function<ValueRequest<P>, Mono<Reply>> answer, ValueRequest<P> values, Answering answering) {
        try {
            Mono<Reply> answered = answer.apply(values);
            if (!AtHand.isAtHand(answered)) {
                return later(answered.map(reply -> completed(reply, answering)), answering);
            }
            Reply reply = completed(Objects.requireNonNull(AtHand.call(answered)), answering);
            Mono<Void> written =
                    writer.writeAtHand(reply, answering.response(), answering.exchange(), answering.secure());
            return written == null ? later(Mono.just(reply), answering) : written;
        } catch (Throwable failure) {
            Exceptions.throwIfJvmFatal(failure);
            return instead(failure, answering);
        }
    }

    private Mono<Void> later(Mono<Reply> reply, Answering answering) {
        Exchange exchange = answering.exchange();
        return reply.flatMap(known -> writer.write(known, answering.response(), exchange, answering.secure()))
                .onErrorResume(failure ->
                        answering.canStillBeTold(failure) ? instead(failure, answering) : Mono.error(failure))
                .contextWrite(context -> context.put(CorrelationId.class, exchange.correlation()));
    }

    /** Whatever was to be said before, nobody has heard it yet. */
    private Mono<Void> instead(Throwable failure, Answering answering) {
        Exchange exchange = answering.exchange();
        if (failure instanceof ProblemException problem) {
            tell(problem, answering);
        }
        Reply reply = Replies.failed(failure, exchange.correlation(), clock);
        answering.response().responseHeaders().clear();
        return writer.write(
                completed(answering.head() ? reply.withoutBody() : reply, answering),
                answering.response(),
                exchange,
                answering.secure());
    }

    /** With what every answer has. */
    private Reply completed(Reply reply, Answering answering) {
        HttpHeaders request = answering.request();
        reply.headers().add(cors.headers(request.get(HttpHeaderNames.ORIGIN), true));
        reply.headers().set(HttpHeaderNames.DATE, HttpDate.now(clock.instant()));
        reply.headers().set(CORRELATION, answering.exchange().correlation().toString());
        answering.exchange().ranges(kind(request.get(HttpHeaderNames.RANGE), reply));
        return reply;
    }

    private void tell(ProblemException failure, Answering answering) {
        Exchange exchange = answering.exchange();
        Refusal refusal = new Refusal(
                failure,
                answering.to().method().name(),
                "/" + answering.to().path(),
                answering.address(),
                answering.request().get(HttpHeaderNames.USER_AGENT),
                exchange.correlation(),
                exchange.user(),
                exchange.tenant());
        refused.tell(refusal);
    }

    private TrustedProxies.@Nullable ClientView client(HttpServerRequest request) {
        return request.connectionRemoteAddress() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? proxies.view(peer.getAddress(), "http", request.requestHeaders())
                : null;
    }

    private static String kind(@Nullable String range, Reply reply) {
        if (range == null) {
            return "none";
        }
        return switch (reply.status()) {
            case 206 -> reply.headers().contains(HttpHeaderNames.CONTENT_RANGE) ? "single" : "multiple";
            case 416 -> "unsatisfiable";
            default -> "ignored";
        };
    }
}
