package io.playhead.wazoauth;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.playhead.access.AccessProblems;
import io.playhead.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * HTTP with one wazo-auth, over a connection for each call, as call-logd does it. However it answers, a call ends within
 * the limit and takes a bounded number of octets; where it does not answer, the next are not even sent.
 */
final class WazoAuthClient implements AutoCloseable {

    private static final int CONNECTIONS = 32;
    private static final int WAITING = 10_000;
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private final WazoAuthProperties properties;
    private final LongSupplier nanos;
    private final Outage outage;
    private final ConnectionProvider connections;
    private final HttpClient usual;
    /** Past those that wait for an answer that may never come. */
    private final HttpClient attempt;

    /** @param body at most as long as the call allows */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] body) {}

    /** @param nanos the time that goes by, as {@link System#nanoTime} */
    WazoAuthClient(WazoAuthProperties properties, LoopResources loops, LongSupplier nanos) {
        this.properties = properties;
        this.nanos = nanos;
        this.outage = new Outage(nanos, this::silent);
        this.connections = ConnectionProvider.builder("wazo-auth")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(WAITING)
                .pendingAcquireTimeout(properties.timeout())
                .build();
        this.usual = configured(HttpClient.create(connections), loops);
        this.attempt = configured(HttpClient.newConnection(), loops);
    }

    private HttpClient configured(HttpClient client, LoopResources loops) {
        HttpClient plain = client.runOn(loops)
                .disableRetry(true)
                .keepAlive(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.timeout().toMillis());
        return properties.https() ? plain.secure(spec -> spec.sslContext(trust())) : plain;
    }

    private Http11SslContextSpec trust() {
        Path certificate = properties.certificate();
        if (certificate != null && !Files.isReadable(certificate)) {
            throw new IllegalStateException("playhead.access.wazo-auth.certificate cannot be read: " + certificate);
        }
        return Http11SslContextSpec.forClient().configure(tls -> trust(tls, certificate));
    }

    private void trust(SslContextBuilder tls, @Nullable Path certificate) {
        if (!properties.verifyCertificate()) {
            tls.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (certificate != null) {
            tls.trustManager(certificate.toFile());
        }
    }

    /** The answer, whatever its status; fails with {@code authentication-server-unreachable} where there is none. */
    Mono<Answer> ask(Call call) {
        return Mono.defer(() -> {
            ProblemException known = outage.reason();
            if (known == null) {
                return sent(call, usual);
            }
            return outage.mayAttempt() ? attempted(call, known) : Mono.error(known);
        });
    }

    /** Whoever finds out whether it still is away does not wait for it longer than one does for who is there. */
    private Mono<Answer> attempted(Call call, ProblemException known) {
        Mono<Answer> answer = sent(call, attempt).cache();
        answer.subscribe(back -> {}, away -> {});
        return answer.timeout(AT_ONCE, Mono.error(known));
    }

    /** What was answered makes no sense. */
    ProblemException odd(Answer answer) {
        return failed(
                answer.status() == 200
                        ? "the answer is not wazo-auth's"
                        : "wazo-auth answered with status " + answer.status());
    }

    /** There was an answer, but none of wazo-auth's. */
    ProblemException failed(String why) {
        return failed(new IllegalStateException(why), why);
    }

    /** Whether it has answered within this time. */
    boolean hasAnsweredWithin(Duration time) {
        return outage.reason() == null && outage.silence() < time.toNanos();
    }

    @Override
    public void close() {
        connections.dispose();
    }

    private Mono<Answer> sent(Call call, HttpClient client) {
        long begun = nanos.getAsLong();
        outage.sent();
        HttpClient.RequestSender sender = client.headers(headers -> headers.add(call.headers()))
                .request(call.method())
                .uri(properties.url() + call.path());
        String body = call.body();
        HttpClient.ResponseReceiver<?> receiver = body == null
                ? sender
                : sender.send((request, out) -> out.sendByteArray(Mono.just(body.getBytes(StandardCharsets.UTF_8))));
        return receiver.responseConnection((answer, connection) -> whole(answer, connection, call.longest()))
                .next()
                .timeout(properties.timeout())
                .onErrorMap(failure -> failed(failure, Silence.words(failure)))
                .doOnNext(answer -> outage.answered())
                .doOnError(ProblemException.class, failure -> outage.failed(begun, failure));
    }

    /** The connection is of no use afterwards, however much more would come. */
    private static Mono<Answer> whole(HttpClientResponse answer, Connection connection, int longest) {
        int status = answer.status().code();
        Flux<byte[]> octets =
                longest == 0 ? Flux.empty() : connection.inbound().receive().asByteArray();
        return octets.reduceWith(ByteArrayOutputStream::new, (all, more) -> joined(all, more, longest))
                .map(all -> new Answer(status, all.toByteArray()))
                .doFinally(end -> connection.dispose());
    }

    private static ByteArrayOutputStream joined(ByteArrayOutputStream all, byte[] more, int longest) {
        if (all.size() + more.length > longest) {
            throw new Silence.TooLong();
        }
        all.writeBytes(more);
        return all;
    }

    private ProblemException silent() {
        TimeoutException failure = new TimeoutException();
        return failed(failure, Silence.words(failure));
    }

    private ProblemException failed(Throwable failure, String why) {
        return AccessProblems.unreachable(properties.host(), properties.port(), why)
                .exception(new IllegalStateException(
                        why + " (" + failure.getClass().getSimpleName() + ")"));
    }
}
