package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.access.Access;
import io.playhead.http.ApiRequest;
import io.playhead.http.Body;
import io.playhead.http.Query;
import io.playhead.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class StatusHttpTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;

    @ParameterizedTest
    @ValueSource(strings = {"/1.0/status", "/api/call-logd/1.0/status"})
    void what_is_not_needed_does_not_fail(String path) {
        RawHttp.Answer answer = RawHttp.once(PLAYHEAD.port(), "GET", path, AUTH);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.text())
                .isEqualTo("{\"bus_consumer\":{\"status\":\"ok\"},\"service_token\":{\"status\":\"ok\"},"
                        + "\"task_queue\":{\"status\":\"ok\"}}\n");
    }

    @Test
    void a_token_is_needed_and_one_that_may_read_it() {
        RawHttp.Answer nobody = RawHttp.once(PLAYHEAD.port(), "GET", "/1.0/status");
        RawHttp.Answer inQuery = RawHttp.once(PLAYHEAD.port(), "GET", "/1.0/status?token=" + RunningPlayhead.TOKEN_M);
        RawHttp.Answer stranger =
                RawHttp.once(PLAYHEAD.port(), "GET", "/1.0/status", "X-Auth-Token: " + RunningPlayhead.TOKEN_NOTHING);

        assertThat(List.of(nobody.status(), inQuery.status(), stranger.status()))
                .containsOnly(401);
        assertThat(nobody.text()).contains("not_found_or_expired");
        assertThat(stranger.text())
                .contains("missing_permission_or_invalid_tenant", "\"required_access\":\"call-logd.status.read\"");
    }

    @Test
    void a_part_that_stops_working_fails_in_the_next_answer() {
        AtomicBoolean works = new AtomicBoolean(true);
        StatusHandler handler = new StatusHandler(
                PLAYHEAD.bean(Access.class), List.of(new StatusComponent("bus_consumer", works::get)));
        Mono<String> status = handler.get(request()).map(StatusHttpTest::text);

        StepVerifier.create(status)
                .expectNext("{\"bus_consumer\":{\"status\":\"ok\"}}\n")
                .verifyComplete();
        works.set(false);
        StepVerifier.create(status)
                .expectNext("{\"bus_consumer\":{\"status\":\"fail\"}}\n")
                .verifyComplete();
    }

    private static ApiRequest request() {
        return new ApiRequest(
                Map.of(),
                new Query(Map.of()),
                name -> name.equals("X-Auth-Token") ? RunningPlayhead.TOKEN_M : null,
                "",
                Mono.empty());
    }

    private static String text(Reply reply) {
        return new String(((Body.Text) reply.body()).octets(), StandardCharsets.UTF_8);
    }
}
