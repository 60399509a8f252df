package io.playhead.http;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A request to the API as values.
 *
 * @param variables of the path, checked by its pattern
 * @param headers the first value of a header by name, or null
 * @param script the public path before {@code /1.0}: the prefix it came under, or the trusted proxy's
 * @param body as JSON, read when it is subscribed to; fails in the contract's words if there is none, or none that can
 *     be read
 * @param address of the client as far as can be believed; null if the connection has none
 * @param content the body as it comes, instead of {@code body}: as little of it at a time as is asked for. Whoever takes a
 *     buffer releases it
 */
public record ApiRequest(
        Map<String, String> variables,
        Query query,
        Function<String, @Nullable String> headers,
        String script,
        Mono<JsonNode> body,
        @Nullable InetAddress address,
        Flux<ByteBuf> content) {

    /** Of which nothing but JSON is wanted. */
    public ApiRequest(
            Map<String, String> variables,
            Query query,
            Function<String, @Nullable String> headers,
            String script,
            Mono<JsonNode> body,
            @Nullable InetAddress address) {
        this(variables, query, headers, script, body, address, Flux.empty());
    }

    /** Of a client that nobody knows. */
    public ApiRequest(
            Map<String, String> variables,
            Query query,
            Function<String, @Nullable String> headers,
            String script,
            Mono<JsonNode> body) {
        this(variables, query, headers, script, body, null);
    }

    public String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    public @Nullable String header(String name) {
        return headers.apply(name);
    }
}
