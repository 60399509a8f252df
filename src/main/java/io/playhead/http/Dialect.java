package io.playhead.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** How an API words a problem. All JSON is ASCII, with escapes, and ends with a line feed. */
public enum Dialect {
    /** As call-logd's clients know it. The timestamp is in seconds, with a fraction. */
    CALL_LOGD("application/json") {
        @Override
        Map<String, Object> words(Problem problem, Instant now) {
            Map<String, Object> words = new LinkedHashMap<>();
            words.put("message", problem.message());
            words.put("error_id", problem.id());
            words.put("details", problem.details());
            words.put("timestamp", BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, now), 6));
            return words;
        }
    },

    /** Our own: RFC 9457. */
    PLAYHEAD("application/problem+json") {
        @Override
        Map<String, Object> words(Problem problem, Instant now) {
            Map<String, Object> words = new LinkedHashMap<>();
            words.put("type", "urn:playhead:problem:" + problem.id());
            words.put("title", problem.message());
            words.put("status", problem.status());
            words.put("error_id", problem.id());
            words.put("details", problem.details());
            return words;
        }
    };

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String contentType;

    Dialect(String contentType) {
        this.contentType = contentType;
    }

    /** The members of the body, in order. */
    abstract Map<String, Object> words(Problem problem, Instant now);

    /** A 401 says how to come back, as RFC 9110 §15.5.2 demands, and a 406 that another {@code Accept} may do better. */
    public Reply word(Problem problem, Instant now) {
        String body = JSON.writeValueAsString(words(problem, now)) + "\n";
        Reply reply = Reply.of(problem.status(), contentType, body.getBytes(US_ASCII));
        if (problem.status() == 401) {
            reply.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.kind() == Kind.NOT_ACCEPTABLE) {
            reply.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT);
        }
        return reply;
    }
}
