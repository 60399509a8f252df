package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.Replicas;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database that stalls, refuses or goes away: a clear answer, soon, and the next one right. */
class DatabaseFailureTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Replicas replicas = Replicas.shared();
    private final TestDatabase database = replicas.database();
    private final int call = TestCall.of(Replicas.TENANT).insertInto(database);

    @Test
    void a_statement_that_takes_too_long_is_given_up_with_503() throws Exception {
        try (AutoCloseable lock = Sql.lock(database, "call_logd_call_log")) {
            assertThat(lock).isNotNull();
            for (String target : List.of("/1.0/cdr", "/1.0/cdr/" + call, media())) {
                try (LogWatch log = new LogWatch()) {
                    RawHttp.Answer unavailable = get(target);
                    isUnavailable(unavailable);
                    assertThat(log.lines())
                            .as("%s is logged under the id that its answer has", target)
                            .anyMatch(line -> line.contains("correlation=" + unavailable.header("X-Correlation-Id")));
                }
            }
        }

        assertThat(get("/1.0/cdr/" + call).status()).isEqualTo(200);
    }

    @Test
    void whoever_finds_no_free_connection_is_told_so_within_the_limit() throws Exception {
        try (AutoCloseable lock = Sql.lock(database, "call_logd_call_log")) {
            assertThat(lock).isNotNull();
            List<RawHttp> waiting = asked(Replicas.CONNECTIONS);
            try {
                Eventually.holds("all connections are taken", SOON, () -> waitingForLock() >= Replicas.CONNECTIONS);
                long started = System.nanoTime();

                RawHttp.Answer refused = get("/1.0/cdr/" + call);

                isUnavailable(refused);
                assertThat(Duration.ofNanos(System.nanoTime() - started))
                        .as("the limit is one second, and a statement's is three")
                        .isLessThan(Duration.ofSeconds(2));
            } finally {
                waiting.forEach(http -> http.answer(false));
                waiting.forEach(RawHttp::close);
            }
        }

        assertThat(get("/1.0/cdr/" + call).status()).isEqualTo(200);
    }

    @Test
    void a_request_whose_connection_is_killed_gets_one_clear_error_and_the_next_succeed() throws Exception {
        try (AutoCloseable lock = Sql.lock(database, "call_logd_call_log")) {
            assertThat(lock).isNotNull();
            List<RawHttp> waiting = asked(3);
            try {
                Eventually.holds("three are waiting", SOON, () -> waitingForLock() >= 3);
                kill();
                waiting.forEach(http -> isUnavailable(http.answer(false)));
            } finally {
                waiting.forEach(RawHttp::close);
            }
        }

        assertThat(Stream.generate(() -> get("/1.0/cdr/" + call).status()).limit(5))
                .containsOnly(200);
    }

    /** As when PostgreSQL has been started again: every connection of the pool is dead. */
    @Test
    void however_many_idle_connections_have_died_the_next_requests_succeed() throws Exception {
        try (AutoCloseable lock = Sql.lock(database, "call_logd_call_log")) {
            List<RawHttp> waiting = asked(Replicas.CONNECTIONS);
            Eventually.holds("all connections are taken", SOON, () -> waitingForLock() >= Replicas.CONNECTIONS);
            lock.close();
            waiting.forEach(http -> assertThat(http.answer(false).status()).isEqualTo(200));
            waiting.forEach(RawHttp::close);
        }

        assertThat(kill()).isGreaterThanOrEqualTo(Replicas.CONNECTIONS);
        List<RawHttp.Answer> answers =
                Stream.generate(() -> get("/1.0/cdr/" + call)).limit(6).toList();

        List<RawHttp.Answer> failed =
                answers.stream().filter(answer -> answer.status() != 200).toList();
        assertThat(failed).as("failures right after").hasSizeLessThanOrEqualTo(1);
        failed.forEach(DatabaseFailureTest::isUnavailable);
    }

    /** Kills every connection of the pools, and waits until they are gone. */
    private int kill() {
        int killed = Sql.run(database, """
                        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'playhead'""").size();
        assertThat(killed).isPositive();
        return killed;
    }

    private int waitingForLock() {
        return Sql.number(database, """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                  AND application_name = 'playhead' AND wait_event_type = 'Lock'""");
    }

    /** Requests that have been sent, each on a connection of its own. */
    private List<RawHttp> asked(int number) {
        List<RawHttp> asked = new ArrayList<>();
        for (int index = 0; index < number; index++) {
            RawHttp http = RawHttp.plain(replicas.first().port());
            http.send("GET /1.0/cdr/" + call + " HTTP/1.1\r\nHost: localhost\r\n" + Replicas.AUTH + "\r\n\r\n");
            asked.add(http);
        }
        return asked;
    }

    private String media() {
        return "/1.0/cdr/" + call + "/recordings/" + java.util.UUID.randomUUID() + "/media";
    }

    private RawHttp.Answer get(String target) {
        return RawHttp.once(replicas.first().port(), "GET", target, Replicas.AUTH);
    }

    private static void isUnavailable(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isNotNull().containsOnlyDigits();
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.propertyNames()).containsExactly("message", "error_id", "details", "timestamp");
        assertThat(body.path("error_id").asString()).isEqualTo("database-unavailable");
        assertThat(JsonMapper.shared().convertValue(body.path("details"), Map.class))
                .isEmpty();
    }
}
