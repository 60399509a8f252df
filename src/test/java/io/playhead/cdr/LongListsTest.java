package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Lists that are longer than all buffers on their way: what becomes of them when one of the ends goes. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class LongListsTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CALLS = 30_000;
    private static final UUID TENANT = RunningPlayhead.TENANT_X;
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_X;
    private static final String YEAR = "from=1968-01-01T00:00&until=1969-01-01T00:00&limit=0";
    private static final String READING = " FROM pg_stat_activity WHERE application_name = 'playhead readings'"
            + " AND datname = current_database() AND state <> 'idle'";

    @BeforeAll
    static void many() {
        Sql.run(PLAYHEAD.database(), "INSERT INTO call_logd_tenant VALUES (?) ON CONFLICT DO NOTHING", TENANT);
        Sql.run(PLAYHEAD.database(), """
                        INSERT INTO call_logd_call_log (tenant_uuid, date, source_name, destination_name, requested_name)
                        SELECT ?, '1968-01-01 00:00:00+00'::timestamptz + n * interval '1 minute', repeat('n', 255),
                          repeat('m', 255), repeat('o', 500)
                        FROM generate_series(1, ?) n""", TENANT, CALLS);
    }

    @AfterAll
    static void gone() {
        Sql.run(
                PLAYHEAD.database(),
                "DELETE FROM call_logd_call_log WHERE tenant_uuid = ? AND date < '1969-01-01'",
                TENANT);
    }

    private static RawHttp begun(String target, String accept) {
        RawHttp http = RawHttp.plain(PLAYHEAD.port());
        http.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + AUTH + "\r\nAccept: " + accept + "\r\n\r\n");
        return http;
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson", "text/csv; charset=utf-8"})
    void a_listener_who_goes_away_takes_the_reading_along(String accept) throws IOException {
        try (RawHttp http = begun("/1.0/cdr?" + YEAR, accept)) {
            assertThat(http.head().status()).isEqualTo(200);
            assertThat(http.read(new byte[1000], 1000)).isPositive();
            Eventually.holds(
                    "the reading waits for its reader",
                    SOON,
                    () -> Sql.number(PLAYHEAD.database(), "SELECT count(*)" + READING) > 0);
        }
        Eventually.holds(
                "the reading is over", SOON, () -> Sql.number(PLAYHEAD.database(), "SELECT count(*)" + READING) == 0);
    }

    @Test
    void a_database_that_breaks_off_breaks_the_answer_off(CapturedOutput output) {
        try (RawHttp http =
                begun("/1.0/cdr?" + YEAR + "&token=" + RunningPlayhead.TOKEN_X, "text/csv; charset=utf-8")) {
            assertThat(http.head().header("transfer-encoding")).isEqualTo("chunked");
            Sql.run(PLAYHEAD.database(), "SELECT pg_terminate_backend(pid)" + READING);

            assertThat(rest(http)).doesNotEndWith("\r\n0\r\n\r\n");
        }
        assertThat(output.getAll()).contains("event=answer-broken").doesNotContain(RunningPlayhead.TOKEN_X);
        assertThat(RawHttp.once(PLAYHEAD.port(), "GET", "/1.0/cdr?limit=1", AUTH)
                        .status())
                .isEqualTo(200);
    }

    /** The last octets before the connection ends. */
    private static String rest(RawHttp http) {
        String last = "";
        byte[] octets = new byte[65536];
        try {
            for (int count = http.read(octets, octets.length); count >= 0; count = http.read(octets, octets.length)) {
                String more = last + new String(octets, 0, count, StandardCharsets.ISO_8859_1);
                last = more.substring(Math.max(0, more.length() - 20));
            }
        } catch (IOException reset) {
            return "reset";
        }
        return last;
    }

    @Test
    void one_that_cannot_begin_is_refused_in_words() {
        String wrong = "/1.0/cdr?format=csv&order=start&" + YEAR;
        Sql.run(PLAYHEAD.database(), "ALTER TABLE call_logd_recording RENAME TO call_logd_recording_away");
        try {
            RawHttp.Answer answer = RawHttp.once(PLAYHEAD.port(), "GET", wrong, AUTH);

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.headers()).doesNotContainKey("content-disposition");
            assertThat(answer.header("x-correlation-id")).isNotEmpty();
        } finally {
            Sql.run(PLAYHEAD.database(), "ALTER TABLE call_logd_recording_away RENAME TO call_logd_recording");
        }
    }
}
