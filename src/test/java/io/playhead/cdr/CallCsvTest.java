package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls as CSV and as lines of JSON: who gets them, and what stands in them, however many there are. */
class CallCsvTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final String CSV = "text/csv; charset=utf-8";
    private static final UUID FIRST = UUID.fromString("c5000000-0000-4000-8000-000000000001");
    private static final UUID SECOND = UUID.fromString("c5000000-0000-4000-8000-000000000002");
    private static final String DAY = "from=1971-06-01T00:00&until=1971-06-02T00:00";
    private static final int CALL = call();

    private static final String COLUMNS = "id,tenant_uuid,answered,start,answer,end,destination_extension,"
            + "destination_name,destination_internal_extension,destination_internal_context,destination_user_uuid,"
            + "destination_line_id,duration,call_direction,call_status,requested_name,requested_extension,"
            + "requested_context,requested_internal_extension,requested_internal_context,requested_user_uuid,"
            + "source_extension,source_name,source_internal_name,source_internal_extension,source_internal_context,"
            + "source_user_uuid,source_line_id,tags";
    private static final String OF_RECORDINGS = ",recording_1_uuid,recording_1_start_time,recording_1_end_time,"
            + "recording_1_deleted,recording_1_filename,recording_2_uuid,recording_2_start_time,recording_2_end_time,"
            + "recording_2_deleted,recording_2_filename";

    private static int call() {
        Instant start = Instant.parse("1971-06-01T10:00:00.5Z");
        return TestCall.of(RunningPlayhead.TENANT_U)
                .times(start, start.plusSeconds(60), start.plusSeconds(147))
                .sourceName("Ötzi, \"der\" Mann\r\nvom Joch")
                .participant(RunningPlayhead.USER_1, 11, "source", true, false, "b", "a;c")
                .participant(RunningPlayhead.USER_2, null, "destination", true, true, "b")
                .recording(SECOND, start.plusSeconds(100), start.plusSeconds(140), null)
                .recording(
                        FIRST,
                        start.plusSeconds(61),
                        start.plusSeconds(99),
                        Path.of("/nowhere/" + FIRST + ".wav").toString())
                .insertInto(PLAYHEAD.database());
    }

    private static RawHttp.Answer ask(String target, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(AUTH);
        return RawHttp.once(PLAYHEAD.port(), "GET", target, all.toArray(String[]::new));
    }

    private static String line(String tags) {
        return CALL + "," + RunningPlayhead.TENANT_U
                + ",True,1971-06-01T10:00:00.500000+00:00,1971-06-01T10:01:00.500000+00:00,"
                + "1971-06-01T10:02:27.500000+00:00,1011,Anastasia Romanov,,," + RunningPlayhead.USER_2
                + ",,87,internal,answered,Anastasia Romanov,1011,,,," + RunningPlayhead.USER_2
                + ",1015,\"Ötzi, \"\"der\"\" Mann\r\nvom Joch\",,1015,inside," + RunningPlayhead.USER_1 + ",11," + tags;
    }

    private static final String RECORDINGS = "," + FIRST
            + ",1971-06-01T10:01:01.500000+00:00,1971-06-01T10:01:39.500000+00:00,False,1971-06-01T10_01_01UTC-"
            + CALL + "-" + FIRST + ".wav," + SECOND
            + ",1971-06-01T10:01:40.500000+00:00,1971-06-01T10:02:20.500000+00:00,True,"
            + "1971-06-01T10_01_40UTC-" + CALL + "-" + SECOND + ".wav";

    @Test
    void a_list_as_csv_has_a_header_and_a_line_for_each_call() {
        RawHttp.Answer answer = ask("/1.0/cdr?format=csv&" + DAY);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo(CSV);
        assertThat(answer.header("content-disposition")).isEqualTo("attachment; filename=cdr.csv");
        assertThat(answer.text()).isEqualTo(COLUMNS + OF_RECORDINGS + "\r\n" + line("a;c;b") + RECORDINGS + "\r\n");
    }

    @Test
    void one_call_as_csv_is_a_list_of_one() {
        String whole = COLUMNS + OF_RECORDINGS + "\r\n" + line("a;c;b") + RECORDINGS + "\r\n";

        assertThat(ask("/1.0/cdr/" + CALL + "?format=csv").text()).isEqualTo(whole);
        RawHttp.Answer accepted = ask("/api/call-logd/1.0/cdr/" + CALL, "Accept: " + CSV);
        assertThat(accepted.text()).isEqualTo(whole);
        assertThat(accepted.header("content-type")).isEqualTo(CSV);
        assertThat(accepted.header("content-disposition")).isEqualTo("attachment; filename=cdr.csv");
    }

    @Test
    void the_callers_own_calls_have_the_column_of_tags_and_none_in_it() {
        assertThat(ask("/1.0/users/me/cdr?format=csv&" + DAY).text())
                .isEqualTo(COLUMNS + OF_RECORDINGS + "\r\n" + line("") + RECORDINGS + "\r\n");
    }

    @Test
    void a_list_of_none_is_a_header() {
        assertThat(ask("/1.0/cdr?format=csv&from=2990-01-01T00:00").text()).isEqualTo(COLUMNS + "\r\n");
        assertThat(ask("/1.0/cdr?from=2990-01-01T00:00", "Accept: application/x-ndjson")
                        .text())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv; charset=utf-8|csv",
                "text/csv;charset=UTF-8|csv",
                "TEXT/CSV; charset=utf-8|csv",
                "text/*|csv",
                "text/csv; charset=utf-8;q=0.9, application/json;q=0.8|csv",
                "text/csv|json",
                "text/csv; charset=latin-1|json",
                "text/csv; charset=utf-8, application/json|json",
                "text/csv; charset=utf-8;q=0|json",
                "*/*|json",
                "application/json|json",
                "application/*|json",
                "text/html|json",
                "nonsense|json",
                "application/x-ndjson|ndjson",
                "application/x-ndjson, application/json;q=0.5|ndjson",
                "application/x-ndjson;q=0.5, application/json|json"
            })
    void accept_chooses_and_refuses_nothing(String accept, String form) {
        String type = switch (form) {
            case "csv" -> CSV;
            case "ndjson" -> "application/x-ndjson";
            default -> "application/json";
        };
        for (String target : List.of("/1.0/cdr?" + DAY, "/1.0/users/me/cdr?" + DAY, "/1.0/cdr/" + CALL)) {
            RawHttp.Answer answer = ask(target, "Accept: " + accept);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).as(target).isEqualTo(type);
        }
        assertThat(ask("/1.0/cdr?format=json&" + DAY, "Accept: " + accept).header("content-type"))
                .isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=abcd", "limit=-1", "order=end", "format=xml", "tz=Middle/Earth", "after=nonsense"})
    void what_is_wrong_is_told_in_json(String wrong) {
        RawHttp.Answer answer = ask("/1.0/cdr?" + wrong, "Accept: " + CSV);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.headers()).doesNotContainKey("content-disposition");
        assertThat(JsonMapper.shared()
                        .readTree(answer.text())
                        .path("details")
                        .has(wrong.substring(0, wrong.indexOf('='))))
                .isTrue();
    }

    @Test
    void times_of_csv_are_in_the_zone_asked_for() {
        assertThat(ask("/1.0/cdr?format=csv&tz=Asia/Kolkata&" + DAY).text())
                .contains("1971-06-01T15:30:00.500000+05:30")
                .contains("UTC-" + CALL)
                .doesNotContain("+00:00");
        assertThat(ask("/1.0/cdr/" + CALL + "?format=csv&tz=America/New_York").text())
                .contains("1971-06-01T06:00:00.500000-04:00");
        assertThat(ask("/1.0/cdr/" + CALL + "?format=csv&tz=nowhere").status()).isEqualTo(400);
        assertThat(ask("/1.0/cdr?tz=Asia/Kolkata&" + DAY).text()).contains("10:00:00.500000+00:00");
    }

    @Test
    void a_long_list_is_the_same_in_each_form() {
        UUID tenant = RunningPlayhead.TENANT_U;
        Sql.run(PLAYHEAD.database(), """
                        INSERT INTO call_logd_call_log (tenant_uuid, date, source_name)
                        SELECT ?, '1972-01-01 00:00:00+00'::timestamptz + n * interval '1 second', 'caller ' || n
                        FROM generate_series(1, 2350) n""", tenant);
        String year = "from=1972-01-01T00:00&until=1973-01-01T00:00&direction=asc&limit=0";

        JsonNode json = JsonMapper.shared().readTree(ask("/1.0/cdr?" + year).text());
        List<String> lines = ask("/1.0/cdr?" + year, "Accept: application/x-ndjson")
                .text()
                .lines()
                .toList();
        List<String> csv = ask("/1.0/cdr?format=csv&" + year).text().lines().toList();

        assertThat(json.propertyNames()).containsExactly("items", "total", "filtered");
        assertThat(json.path("items")).hasSize(2350);
        assertThat(json.path("filtered").asInt()).isEqualTo(2350);
        assertThat(json.path("total").asInt()).isGreaterThanOrEqualTo(2350);
        assertThat(lines).hasSize(2350);
        assertThat(csv).hasSize(2351);
        for (int index = 0; index < 2350; index++) {
            JsonNode call = json.path("items").get(index);
            assertThat(call.path("source_name").asString()).isEqualTo("caller " + (index + 1));
            assertThat(JsonMapper.shared().readTree(lines.get(index))).isEqualTo(call);
            assertThat(csv.get(index + 1)).startsWith(call.path("id").asString() + ",");
        }
        assertThat(ask("/1.0/cdr?" + year + "&include=state", "Accept: application/x-ndjson")
                        .text()
                        .lines())
                .hasSize(2350);
    }

    @Test
    void a_page_with_more_behind_it_links_to_the_next_without_the_token() {
        for (int call = 0; call < 3; call++) {
            TestCall.of(RunningPlayhead.TENANT_U).sourceName("Olé 100%").insertInto(PLAYHEAD.database());
        }

        RawHttp.Answer first = RawHttp.once(
                PLAYHEAD.port(),
                "GET",
                "/api/call-logd/1.0/cdr?limit=1&offset=1&search=Ol%C3%A9&tenant=" + RunningPlayhead.TENANT_U + "&token="
                        + RunningPlayhead.TOKEN_U1);

        assertThat(first.header("link"))
                .startsWith("</api/call-logd/1.0/cdr?limit=1&search=Ol%C3%A9&tenant=")
                .endsWith(">; rel=\"next\"")
                .contains("&after=")
                .doesNotContain("offset", "token");
        assertThat(JsonMapper.shared().readTree(first.text()).propertyNames())
                .containsExactly("items", "total", "filtered");
        assertThat(ask("/1.0/cdr?" + DAY).headers()).doesNotContainKey("link");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MQ",
                "%00",
                "MTpzdGFydDpkZXNjOjE6",
                "MTpzdGFydDpkZXNjOjE6PWFiYw",
                "MTpzdGFydDphc2M6MTo9MQ",
                "MTppZDpkZXNjOjE6PTE",
                "MTpzdGFydDpkZXNjOjE6PTkyMjMzNzIwMzY4NTQ3NzU4MDc"
            })
    void a_cursor_that_was_made_up_is_refused(String cursor) {
        RawHttp.Answer answer = ask("/1.0/cdr?after=" + cursor);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("\"after\":{").contains("Not a cursor of this list.");
    }
}
