package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.BesideWazo;
import io.playhead.Eventually;
import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import java.io.EOFException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that goes away under long results: nobody takes a part for the whole. */
class ReadingFailureTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_X;
    private static final BesideWazo BESIDE = BesideWazo.shared();
    private static final TestDatabase DATABASE = BESIDE.playhead().database();
    private static final int CALLS = 30_000;

    @BeforeAll
    static void many_calls() {
        Sql.run(DATABASE, "INSERT INTO call_logd_tenant VALUES (?)", RunningPlayhead.TENANT_X);
        Sql.run(DATABASE, """
                INSERT INTO call_logd_call_log (date, tenant_uuid, source_name)
                SELECT now() - n * interval '1 minute', ?, repeat('x', 200) FROM generate_series(1, ?) n""", RunningPlayhead.TENANT_X, CALLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"format=csv&limit=0", "limit=0"})
    void an_answer_whose_database_goes_away_is_broken_off(String query) throws Exception {
        try (LogWatch log = new LogWatch();
                RawHttp http = RawHttp.plain(BESIDE.playhead().port())) {
            http.socket().setReceiveBufferSize(16_384);
            http.send("GET /1.0/cdr?" + query + "&token=" + RunningPlayhead.TOKEN_X
                    + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Eventually.holds("it is being read", SOON, () -> readings() > 0);

            assertThat(kill()).isPositive();

            assertThatThrownBy(() -> http.answer(false)).rootCause().isInstanceOf(EOFException.class);
            Eventually.holds(
                    "it is logged",
                    SOON,
                    () -> log.lines().stream().anyMatch(line -> line.contains("event=answer-broken correlation=")));
            assertThat(log.lines()).noneMatch(line -> line.contains(RunningPlayhead.TOKEN_X));
        }
        RawHttp.Answer next = csv();
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.text().lines().count()).isEqualTo(CALLS + 1);
    }

    @Test
    void one_that_has_not_begun_is_told_in_words_and_the_next_is_right() throws Exception {
        try (AutoCloseable lock = Sql.lock(DATABASE, "call_logd_call_log");
                RawHttp http = RawHttp.plain(BESIDE.playhead().port())) {
            http.send("GET /1.0/cdr?format=csv HTTP/1.1\r\nHost: localhost\r\n" + AUTH + "\r\n\r\n");
            Eventually.holds("it waits", SOON, () -> readings() > 0);

            assertThat(kill()).isPositive();

            RawHttp.Answer unavailable = http.answer(false);
            assertThat(unavailable.status()).isEqualTo(503);
            assertThat(unavailable.text()).contains("database-unavailable");
            assertThat(unavailable.header("Content-Disposition")).isNull();
            lock.close();
        }
        assertThat(csv().status()).isEqualTo(200);
    }

    /** Who leaves gives the connection back, and the transaction with it. */
    @Test
    void who_leaves_keeps_no_connection_busy() throws Exception {
        try (RawHttp http = RawHttp.plain(BESIDE.playhead().port())) {
            http.socket().setReceiveBufferSize(16_384);
            http.send("GET /1.0/cdr?format=csv&limit=0 HTTP/1.1\r\nHost: localhost\r\n" + AUTH + "\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(200);
            Eventually.holds("it is being read", SOON, () -> readings() > 0);
        }
        Eventually.holds("nothing is being read", SOON, () -> readings() == 0);
    }

    private static RawHttp.Answer csv() {
        return RawHttp.once(BESIDE.playhead().port(), "GET", "/1.0/cdr?format=csv&limit=0", AUTH);
    }

    /** Sessions with a transaction of a reading. */
    private static int readings() {
        return Sql.number(DATABASE, """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                  AND application_name = 'playhead readings' AND state <> 'idle'""");
    }

    private static int kill() {
        return Sql.run(DATABASE, """
                        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name LIKE 'playhead%'""").size();
    }
}
