package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;

/**
 * Serves another API than the public one, to programs on this machine alone: few requests, short in every way, a
 * connection for each. Starts after the public server and ends before it.
 */
public final class SideServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SideServer.class);

    private static final int LONGEST_BODY = 64 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final int port;
    private final Map<PathPattern, ApiPath> paths = new LinkedHashMap<>();
    private final LoopResources loops;
    private final InstantSource clock;
    private volatile @Nullable DisposableServer running;

    /**
     * @param port 0 for any that is free
     * @param version before each pattern: {@code /0.1}
     */
    public SideServer(int port, String version, List<ApiPath> paths, LoopResources loops, InstantSource clock) {
        this.port = port;
        this.loops = loops;
        this.clock = clock;
        paths.forEach(path -> this.paths.put(PathPatternParser.defaultInstance.parse(version + path.pattern()), path));
    }

    @Override
    public void start() {
        DisposableServer server = HttpServer.create()
                .bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .runOn(loops)
                .requestTimeout(LIMIT)
                .idleTimeout(LIMIT)
                .accessLog(false) // a system property would turn it on, with the tokens that are in paths here
                .doOnChannelInit((observer, channel, address) -> BrowserRules.inPlain(channel))
                .handle(this::handle)
                .bindNow();
        running = server;
        log.info("event=listening port={} paths={}", server.port(), paths.keySet());
    }

    @Override
    public void stop() {
        DisposableServer server = running;
        running = null;
        if (server != null) {
            server.disposeNow();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** Where it listens. */
    public int port() {
        return Objects.requireNonNull(running, "not started").port();
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        CorrelationId correlation = CorrelationId.of(request.requestHeaders());
        return Mono.defer(() -> answer(request))
                .onErrorResume(failure -> Mono.just(refused(failure, correlation)))
                .flatMap(reply -> write(reply, request, response));
    }

    private Reply refused(Throwable failure, CorrelationId correlation) {
        return failure instanceof ResponseStatusException status
                ? Replies.notUnderstood(status.getStatusCode().value())
                : Replies.failed(failure, correlation, clock);
    }

    private Mono<Reply> answer(HttpServerRequest request) {
        String[] target = request.uri().split("\\?", 2);
        PathContainer path = PathContainer.parsePath(target[0]);
        for (Map.Entry<PathPattern, ApiPath> known : paths.entrySet()) {
            PathPattern.PathMatchInfo match = known.getKey().matchAndExtract(path);
            if (match != null) {
                Function<ApiRequest, Mono<Reply>> method = known.getValue()
                        .methods()
                        .get(HttpMethod.valueOf(request.method().name()));
                return method == null
                        ? Mono.just(Replies.notAllowed(known.getValue().allowed()))
                        : method.apply(values(match.getUriVariables(), target.length > 1 ? target[1] : null, request));
            }
        }
        return Mono.just(Replies.notFound());
    }

    private static ApiRequest values(Map<String, String> variables, @Nullable String query, HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        InetSocketAddress peer = request.remoteAddress();
        return new ApiRequest(
                Map.copyOf(variables),
                Query.of(query),
                headers::get,
                "",
                Mono.defer(() -> body(request)),
                peer == null ? null : peer.getAddress());
    }

    private static Mono<JsonNode> body(HttpServerRequest request) {
        return request.receive()
                .asByteArray()
                .reduceWith(ByteArrayOutputStream::new, SideServer::joined)
                .timeout(LIMIT)
                .onErrorMap(TimeoutException.class, slow -> new ResponseStatusException(HttpStatus.REQUEST_TIMEOUT))
                .map(octets -> JsonBodies.parsed(octets.toByteArray()));
    }

    private static ByteArrayOutputStream joined(ByteArrayOutputStream all, byte[] more) {
        if (all.size() + more.length > LONGEST_BODY) {
            throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE);
        }
        all.writeBytes(more);
        return all;
    }

    /** The connection ends with it: what is left of a body that nobody reads does not count. */
    private static Mono<Void> write(Reply reply, HttpServerRequest request, HttpServerResponse response) {
        response.status(reply.status()).keepAlive(false);
        response.responseHeaders().add(reply.headers()).set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        boolean head = request.method().equals(io.netty.handler.codec.http.HttpMethod.HEAD);
        return !head && reply.body() instanceof Body.Text text
                ? response.sendByteArray(Mono.just(text.octets())).then()
                : response.send().then();
    }
}
