package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.TestDatabase;
import io.playhead.database.Queries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;

/** Whoever listens hears of each call that is new or has changed, once it is written, and of no other tenant's. */
class CallEventsTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final TestDatabase DATABASE = PLAYHEAD.database();
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Reads events until it is closed. */
    private static final class Listening implements AutoCloseable {

        private static final Pattern MARK = Pattern.compile("(?m)^id: ([0-9]+)$");

        private final RawHttp http;
        private final StringBuffer text = new StringBuffer();
        final RawHttp.Answer head;

        Listening(String target, String... headers) {
            this(PLAYHEAD, target, headers);
        }

        Listening(RunningPlayhead playhead, String target, String... headers) {
            http = RawHttp.plain(playhead.port());
            http.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                    + String.join(
                            "",
                            List.of(headers).stream().map(line -> line + "\r\n").toList()) + "\r\n");
            head = http.head();
            Thread.ofVirtual().start(this::read);
            Eventually.holds("it has begun", SOON, () -> text.indexOf("retry: ") >= 0);
        }

        private void read() {
            byte[] octets = new byte[8192];
            try {
                for (int count = http.read(octets, octets.length);
                        count >= 0;
                        count = http.read(octets, octets.length)) {
                    text.append(new String(octets, 0, count, StandardCharsets.US_ASCII));
                }
            } catch (IOException | UncheckedIOException closed) {
                text.append("closed");
            }
        }

        boolean heardOf(int call) {
            return text.indexOf("\"id\":" + call + ",") >= 0;
        }

        void hears(int call) {
            Eventually.holds("call " + call, SOON, () -> heardOf(call));
        }

        int count(int call) {
            return text.toString().split("\"id\":" + call + ",", -1).length - 1;
        }

        @Nullable
        String mark() {
            Matcher marks = MARK.matcher(text.toString().replace("\r", ""));
            String last = null;
            while (marks.find()) {
                last = marks.group(1);
            }
            return last;
        }

        @Override
        public void close() {
            http.close();
        }
    }

    private static String token(String token) {
        return "X-Auth-Token: " + token;
    }

    private static int call(UUID tenant) {
        return TestCall.of(tenant)
                .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                .recording(UUID.randomUUID(), null)
                .insertInto(DATABASE);
    }

    @Test
    void a_playhead_that_stops_ends_them_and_does_not_wait() {
        RunningPlayhead stopping = RunningPlayhead.start(Map.of());
        try (Listening listening = new Listening(stopping, "/1.0/cdr/events", token(RunningPlayhead.TOKEN_M))) {
            long begun = System.nanoTime();
            stopping.close();
            Eventually.holds("the end", SOON, () -> listening.text.toString().endsWith("\r\n0\r\n\r\n"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_new_call_is_told_to_those_who_may_see_it() {
        try (Listening parent = new Listening("/1.0/cdr/events?recurse=true", token(RunningPlayhead.TOKEN_M));
                Listening user = new Listening("/api/call-logd/1.0/cdr/events?token=" + RunningPlayhead.TOKEN_U1);
                Listening other = new Listening("/1.0/cdr/events", token(RunningPlayhead.TOKEN_X));
                Listening alone = new Listening("/1.0/cdr/events", token(RunningPlayhead.TOKEN_M))) {
            int call = call(RunningPlayhead.TENANT_U);
            int last = call(RunningPlayhead.TENANT_X);
            int own = call(RunningPlayhead.TENANT_M);

            parent.hears(call);
            user.hears(call);
            other.hears(last);
            alone.hears(own);
            parent.hears(own);

            assertThat(other.heardOf(call)).isFalse();
            assertThat(alone.heardOf(call)).isFalse();
            assertThat(parent.heardOf(last)).isFalse();
            assertThat(parent.count(call)).as("once, for one transaction").isEqualTo(1);
            assertThat(parent.head.header("content-type")).isEqualTo("text/event-stream");
            assertThat(parent.head.header("cache-control")).isEqualTo("no-store");
        }
    }

    @Test
    void a_change_is_told_and_a_listener_goes_on_where_it_was() {
        int call = call(RunningPlayhead.TENANT_U);
        String mark;
        try (Listening first = new Listening("/1.0/cdr/events", token(RunningPlayhead.TOKEN_U1))) {
            Sql.run(DATABASE, "UPDATE call_logd_call_log SET source_name = 'changed' WHERE id = ?", call);
            first.hears(call);
            Eventually.holds("a mark", SOON, () -> first.mark() != null);
            mark = String.valueOf(first.mark());
        }
        Sql.run(DATABASE, "UPDATE call_logd_recording SET path = '/somewhere' WHERE call_log_id = ?", call);
        int missed = call(RunningPlayhead.TENANT_U);

        try (Listening again =
                new Listening("/1.0/cdr/events", token(RunningPlayhead.TOKEN_U1), "Last-Event-ID: " + mark)) {
            again.hears(call);
            again.hears(missed);
        }
    }

    @Test
    void the_callers_own_calls_have_no_tags() {
        try (Listening mine = new Listening("/1.0/users/me/cdr/events", token(RunningPlayhead.TOKEN_U1));
                Listening second = new Listening("/1.0/users/me/cdr/events", token(RunningPlayhead.TOKEN_U2))) {
            int call = call(RunningPlayhead.TENANT_U);
            int others = TestCall.of(RunningPlayhead.TENANT_U)
                    .participant(RunningPlayhead.USER_2, 1, "source", true, false)
                    .insertInto(DATABASE);

            mine.hears(call);
            second.hears(others);

            assertThat(mine.heardOf(others)).isFalse();
            assertThat(second.heardOf(call)).isFalse();
            assertThat(mine.text.toString()).doesNotContain("\"tags\"");
        }
    }

    @Test
    void whoever_may_not_list_may_not_listen() {
        for (String target : List.of("/1.0/cdr/events", "/1.0/users/me/cdr/events")) {
            assertThat(RawHttp.once(PLAYHEAD.port(), "GET", target).status()).isEqualTo(401);
            assertThat(RawHttp.once(PLAYHEAD.port(), "GET", target, token(RunningPlayhead.TOKEN_NOTHING))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(RawHttp.once(
                                PLAYHEAD.port(),
                                "GET",
                                "/1.0/users/me/cdr/events",
                                token(RunningPlayhead.TOKEN_NO_USER))
                        .status())
                .isEqualTo(400);
        assertThat(RawHttp.once(
                                PLAYHEAD.port(),
                                "GET",
                                "/1.0/cdr/events?recurse=perhaps",
                                token(RunningPlayhead.TOKEN_M))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void hundreds_of_calls_of_one_transaction_all_come() {
        call(RunningPlayhead.TENANT_O);
        try (Listening listening = new Listening("/1.0/cdr/events", token(RunningPlayhead.TOKEN_O))) {
            Sql.run(DATABASE, """
                            INSERT INTO call_logd_call_log (tenant_uuid, date, source_name)
                            SELECT ?, '1969-01-01 00:00:00+00'::timestamptz + n * interval '1 second', 'burst ' || n
                            FROM generate_series(1, 250) n""", RunningPlayhead.TENANT_O);
            Eventually.holds(
                    "all of them", SOON, () -> listening.text.toString().split("\"burst ", -1).length == 251);
        }
    }

    /** Beside an existing Wazo nothing tells of changes. */
    @Test
    void without_an_index_the_newest_calls_are_looked_at() {
        DatabaseClient client = PLAYHEAD.bean(DatabaseClient.class);
        PolledChanges polled =
                new PolledChanges(client, new Queries(Duration.ofSeconds(10)), PLAYHEAD.bean(CallRepository.class));
        List<Integer> heard = new CopyOnWriteArrayList<>();
        int before = call(RunningPlayhead.TENANT_U);
        int missed = call(RunningPlayhead.TENANT_U);
        Disposable listening = polled.after(OptionalLong.of(before), new Tenants(Set.of(RunningPlayhead.TENANT_U)))
                .subscribe(changed -> changed.calls().forEach(call -> heard.add(call.id())));
        try {
            Eventually.holds("what was missed", SOON, () -> heard.contains(missed));
            List<Integer> more = new ArrayList<>();
            // the first look must be over before there is anything to compare with
            Eventually.holds("a new one", SOON, () -> {
                more.add(call(RunningPlayhead.TENANT_U));
                call(RunningPlayhead.TENANT_X);
                return more.stream().anyMatch(heard::contains);
            });
            heard.clear();
            Sql.run(DATABASE, "DELETE FROM call_logd_recording WHERE call_log_id = ?", before);
            Eventually.holds("a change", SOON, () -> heard.contains(before));
        } finally {
            listening.dispose();
        }
    }
}
