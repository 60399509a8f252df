package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DialectTest {

    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00.25Z");
    private static final Problem MISSING =
            Problem.of(Kind.NOT_FOUND, "cdr-not-found-with-given-id", "No CDR found", Map.of("cdr_id", 12));

    private final JsonMapper json = new JsonMapper();

    @Test
    void call_logd_has_four_members() {
        Reply reply = Dialect.CALL_LOGD.word(MISSING, NOW);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(Asked.text(reply.body()))
                .isEqualTo("{\"message\":\"No CDR found\",\"error_id\":\"cdr-not-found-with-given-id\","
                        + "\"details\":{\"cdr_id\":12},\"timestamp\":1781524800.250000}\n");
    }

    @Test
    void our_own_is_a_problem_document() {
        Reply reply = Dialect.PLAYHEAD.word(MISSING.withStatus(410), NOW);
        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(Asked.text(reply.body()))
                .isEqualTo("{\"type\":\"urn:playhead:problem:cdr-not-found-with-given-id\",\"title\":\"No CDR found\","
                        + "\"status\":410,\"error_id\":\"cdr-not-found-with-given-id\",\"details\":{\"cdr_id\":12}}\n");
    }

    @Test
    void a_401_says_which_token_is_wanted() {
        Problem problem = Problem.of(Kind.UNAUTHENTICATED, "unauthorized", "Unauthorized", Map.of());
        assertThat(Dialect.CALL_LOGD.word(problem, NOW).headers().get("WWW-Authenticate"))
                .isEqualTo("Bearer");
        assertThat(Dialect.CALL_LOGD.word(MISSING, NOW).headers().contains("WWW-Authenticate"))
                .isFalse();
    }

    @Test
    void half_a_character_is_no_reason_to_fail() {
        Problem problem = Problem.of(Kind.MALFORMED, "invalid-data", "\ud800 \udc00\u0000", Map.of());
        assertThat(Asked.text(Dialect.PLAYHEAD.word(problem, NOW).body())).contains("\\uD800 \\uDC00\\u0000");
    }

    @Property
    void whatever_a_client_sent_comes_back_in_ascii(@ForAll String sent) {
        Problem problem = Problem.of(Kind.MALFORMED, "invalid-data", sent, Map.of("list", List.of(sent)));
        for (Dialect dialect : Dialect.values()) {
            Reply reply = dialect.word(problem, NOW);
            String body = Asked.text(reply.body());
            assertThat(body.chars()).allMatch(character -> character <= 0x7f);
            assertThat(reply.headers().get("Content-Length")).isEqualTo(Integer.toString(body.length()));
            JsonNode read = json.readTree(body);
            assertThat(read.at("/details/list/0").stringValue()).isEqualTo(sent);
        }
    }
}
