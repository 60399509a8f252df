package io.playhead;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** In the place of a call-logd: answers as it is told to, and remembers what it was asked. */
public final class Original {

    private final DisposableServer server;
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final AtomicReference<BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>>> answer =
            new AtomicReference<>((request, response) -> response.sendString(Mono.just("answered")));

    /** @param target as it came */
    public record Asked(String method, String target, HttpHeaders headers, String body) {

        public @Nullable String header(String name) {
            List<String> lines = headers.getAll(name);
            return lines.isEmpty() ? null : String.join(" & ", lines);
        }
    }

    private Original(HttpServer kind) {
        server = kind.host("127.0.0.1")
                .port(0)
                .handle((request, response) -> answer.get().apply(request, response))
                .bindNow();
    }

    public static Original start() {
        return new Original(HttpServer.create());
    }

    /** @param certificate that it shows */
    public static Original secure(TestCertificate certificate) {
        Http11SslContextSpec tls = Http11SslContextSpec.forServer(
                certificate.certificate().toFile(), certificate.key().toFile());
        return new Original(HttpServer.create().secure(spec -> spec.sslContext(tls)));
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.port();
    }

    /** Forgets what it was asked, and answers "answered" from now on. */
    public void forget() {
        asked.clear();
        answers((request, response) -> response.sendString(Mono.just("answered")));
    }

    /** How it answers from now on, without looking at bodies. */
    public void answersRaw(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> how) {
        answer.set(how);
    }

    /** How it answers from now on, when it has read the request whole. */
    public void answers(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> how) {
        answer.set((request, response) -> request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .flatMap(body -> {
                    asked.add(new Asked(request.method().name(), request.uri(), request.requestHeaders(), body));
                    return Mono.from(how.apply(request, response));
                }));
    }

    /** The next request, in their order. */
    public Asked asked() {
        try {
            Asked next = asked.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("it was not asked");
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public boolean wasAsked() {
        return !asked.isEmpty();
    }
}
