package io.playhead.http;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of a request to the API as JSON, whatever type it says it is, save that forms are read as nothing:
 * call-logd's framework does so. What cannot be read is refused with a bare status, in that framework's words.
 */
final class JsonBodies {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final int longest;
    private final Duration limit;

    JsonBodies(HttpProperties properties) {
        this.longest = (int) properties.body().toBytes();
        this.limit = properties.requestBody();
    }

    Mono<JsonNode> read(ServerRequest request) {
        return isForm(request.headers().firstHeader("Content-Type"))
                ? Mono.error(JsonBodies::notUnderstood)
                : DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), longest)
                        .timeout(limit)
                        .onErrorMap(TimeoutException.class, slow -> refused(HttpStatus.REQUEST_TIMEOUT))
                        .onErrorMap(DataBufferLimitException.class, long_ -> refused(HttpStatus.CONTENT_TOO_LARGE))
                        .map(JsonBodies::parsed)
                        .switchIfEmpty(Mono.error(JsonBodies::notUnderstood));
    }

    private static boolean isForm(@Nullable String type) {
        String lower = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("application/x-www-form-urlencoded") || lower.startsWith("multipart/");
    }

    private static JsonNode parsed(DataBuffer buffer) {
        byte[] octets = new byte[buffer.readableByteCount()];
        buffer.read(octets);
        DataBufferUtils.release(buffer);
        return parsed(octets);
    }

    static JsonNode parsed(byte[] octets) {
        try {
            JsonNode body = JSON.readTree(octets);
            if (body.isMissingNode()) {
                throw notUnderstood();
            }
            return body;
        } catch (JacksonException garbage) {
            throw notUnderstood();
        }
    }

    private static ResponseStatusException notUnderstood() {
        return refused(HttpStatus.BAD_REQUEST);
    }

    private static ResponseStatusException refused(HttpStatus status) {
        return new ResponseStatusException(status);
    }
}
