package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.Replicas;
import io.playhead.TestDatabase;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /1.0/cdr} as a client of the manual's tenant sees it. */
final class CallsApi {

    private static final Replicas REPLICAS = Replicas.shared();

    private CallsApi() {}

    static TestDatabase database() {
        return REPLICAS.database();
    }

    static RawHttp.Answer ask(String method, String target) {
        return RawHttp.once(REPLICAS.first().port(), method, target, Replicas.AUTH);
    }

    static JsonNode json(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        return JsonMapper.shared().readTree(answer.text());
    }

    static JsonNode list(String query) {
        return json(ask("GET", "/1.0/cdr?" + query), 200);
    }

    static JsonNode call(int id) {
        return json(ask("GET", "/1.0/cdr/" + id), 200);
    }

    static List<Integer> ids(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.path("id").asInt())
                .toList();
    }

    /** The details of the refusal. */
    static JsonNode refusal(String query) {
        JsonNode body = json(ask("GET", "/1.0/cdr?" + query), 400);
        assertThat(body.propertyNames()).containsExactly("message", "error_id", "details", "timestamp");
        assertThat(body.path("message").asString()).isEqualTo("Sent data is invalid");
        assertThat(body.path("error_id").asString()).isEqualTo("invalid-data");
        assertThat(body.path("timestamp").isNumber()).isTrue();
        return body.path("details");
    }
}
