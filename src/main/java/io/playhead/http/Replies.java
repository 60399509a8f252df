package io.playhead.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Short replies: JSON, refusals, failures. */
public final class Replies {

    private static final Logger log = LoggerFactory.getLogger(Replies.class);
    private static final String JSON_TYPE = "application/json";
    private static final int USUAL_RETRY = 2;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    /** Octets of a page of calls, about. */
    private static final int ROOM = 1 << 17;

    private static final byte[] NOT_FOUND = """
            <!doctype html>
            <html lang="en"><title>404 Not Found</title><h1>Not Found</h1>
            <p>There is nothing at this address.</p>
            """.getBytes(StandardCharsets.US_ASCII);

    private Replies() {}

    /** In ASCII, as call-logd writes it. */
    public static Reply json(int status, Object value) {
        byte[] octets = (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.US_ASCII);
        return Reply.of(status, JSON_TYPE, octets);
    }

    /** The same of what {@code writer} writes, one value. */
    public static Reply json(int status, Consumer<JsonGenerator> writer) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(ROOM);
        write(octets, writer);
        octets.write('\n');
        return Reply.of(status, JSON_TYPE, octets.toByteArray());
    }

    /** The text of a value in JSON, in ASCII, on one line. */
    public static String text(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** The text of what {@code writer} writes in JSON, in ASCII, on one line. */
    public static String text(Consumer<JsonGenerator> writer) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        write(octets, writer);
        return octets.toString(StandardCharsets.US_ASCII);
    }

    /** As {@link #text(Consumer)}, behind what is there. */
    public static void write(ByteArrayOutputStream octets, Consumer<JsonGenerator> writer) {
        try (JsonGenerator generator = JSON.createGenerator(octets)) {
            writer.accept(generator);
        }
    }

    static Reply empty(int status) {
        Reply reply =
                new Reply(status, DefaultHttpHeadersFactory.headersFactory().newHeaders(), Reply.NO_BODY);
        reply.headers().set(HttpHeaderNames.CONTENT_LENGTH, "0");
        return reply;
    }

    static Reply notFound() {
        return Reply.of(404, "text/html; charset=utf-8", NOT_FOUND);
    }

    static Reply notAllowed(String allowed) {
        Reply reply = json(405, Map.of("message", "The method is not allowed for the requested URL."));
        reply.headers().set(HttpHeaderNames.ALLOW, allowed);
        return reply;
    }

    /** In the words of call-logd's framework, which knows no error ids. */
    static Reply notUnderstood(int status) {
        return json(
                status,
                Map.of("message", "The browser (or proxy) sent a request that this server could not understand."));
    }

    /** Words a failure; what nobody translated is logged, once, and told by its id alone. */
    public static Reply failed(Throwable failure, CorrelationId correlation, InstantSource clock) {
        if (!(failure instanceof ProblemException known)) {
            log.error("event=unexpected correlation={}", correlation, failure);
            return Dialect.CALL_LOGD.word(
                    Problem.of(
                            Kind.UNEXPECTED,
                            "unexpected",
                            "Internal Server Error",
                            Map.of("correlation_id", correlation.toString())),
                    clock.instant());
        }
        Problem problem = known.problem();
        if (problem.status() >= 500) {
            log.warn(
                    "event=problem id={} correlation={} cause={}",
                    problem.id(),
                    correlation,
                    String.valueOf(known.getCause()));
        }
        Reply reply = Dialect.CALL_LOGD.word(problem, clock.instant());
        if (problem.kind() == Kind.TOO_LARGE || problem.kind() == Kind.TOO_SLOW) {
            // the rest of the body may be endless, and nobody reads it
            reply.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (problem.kind() == Kind.UNAVAILABLE
                || problem.kind() == Kind.OVERLOADED
                || problem.details().containsKey(Problem.RETRY_AFTER)) {
            reply.headers()
                    .set(
                            HttpHeaderNames.RETRY_AFTER,
                            String.valueOf(
                                    problem.details().get(Problem.RETRY_AFTER) instanceof Number seconds
                                            ? seconds
                                            : USUAL_RETRY));
        }
        return reply;
    }

    /** Without octets; a type is told nevertheless, as call-logd does. */
    public static Reply noContent() {
        Reply reply = new Reply(204, DefaultHttpHeadersFactory.headersFactory().newHeaders(), Reply.NO_BODY);
        reply.headers().set(HttpHeaderNames.CONTENT_TYPE, JSON_TYPE);
        return reply;
    }

    static Mono<ServerResponse> response(Reply reply) {
        ServerResponse.BodyBuilder builder = ServerResponse.status(reply.status())
                .headers(headers -> reply.headers().forEach(header -> headers.add(header.getKey(), header.getValue())));
        if (reply.body() instanceof Body.Text text) {
            return builder.bodyValue(text.octets());
        }
        return reply.body() instanceof Body.Chunks chunks
                ? builder.body((message, context) -> message.writeAndFlushWith(chunks.octets()
                        .map(octets ->
                                Mono.fromCallable(() -> message.bufferFactory().wrap(octets)))))
                : builder.build();
    }

    static Mono<Void> write(Reply reply, ServerHttpResponse response) {
        response.setRawStatusCode(reply.status());
        reply.headers().forEach(header -> response.getHeaders().set(header.getKey(), header.getValue()));
        return reply.body() instanceof Body.Text text
                ? response.writeWith(
                        Mono.fromCallable(() -> response.bufferFactory().wrap(text.octets())))
                : response.setComplete();
    }
}
