package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.Replicas;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which calls a list has, in which order, and what it says of parameters that it cannot read. */
class CallListTest {

    private final TestDatabase database = CallsApi.database();

    private int callAt(String start) {
        return TestCall.of(Replicas.TENANT).at(Instant.parse(start)).insertInto(database);
    }

    @Test
    void a_list_is_from_a_moment_until_just_before_another() {
        int first = callAt("1999-04-11T00:00:00Z");
        int second = callAt("1999-04-12T00:00:00Z");
        callAt("1999-04-13T00:00:00Z");
        callAt("1999-04-10T23:59:59.999999Z");

        JsonNode list = CallsApi.list("from=1999-04-11T00:00:00&until=1999-04-13T00:00:00");

        assertThat(list.propertyNames()).containsExactly("items", "total", "filtered");
        assertThat(CallsApi.ids(list)).containsExactly(second, first);
        assertThat(list.path("filtered").asInt()).isEqualTo(2);
        assertThat(list.path("total").asInt())
                .isEqualTo(Sql.number(
                        database, "SELECT count(*) FROM call_logd_call_log WHERE tenant_uuid = ?", Replicas.TENANT));
    }

    @Test
    void blocked_calls_count_in_the_total_alone() {
        TestCall.of(Replicas.TENANT)
                .at(Instant.parse("1998-01-01T00:00:00Z"))
                .blocked()
                .insertInto(database);
        int seen = callAt("1998-01-01T00:00:00Z");
        Sql.run(database, "UPDATE call_logd_call_log SET blocked = false WHERE id = ?", seen);
        int total =
                Sql.number(database, "SELECT count(*) FROM call_logd_call_log WHERE tenant_uuid = ?", Replicas.TENANT);

        JsonNode list = CallsApi.list("from=1998-01-01T00:00&until=1998-01-02T00:00");

        assertThat(CallsApi.ids(list)).containsExactly(seen);
        assertThat(list.path("filtered").asInt()).isEqualTo(1);
        assertThat(list.path("total").asInt()).isEqualTo(total);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1997-07-01T12:00:00",
                "1997-7-1T12:0",
                "1997-07-01%2012:00:00.0",
                "1997-07-01T12:00:00Z",
                "1997-07-01T12:00:00%2B00",
                "1997-07-01T12:00:00%2B0000",
                "1997-07-01T12:00:00.000000999999%2B00:00",
                "1997-07-01T14:30:00%2B02:30",
                "1997-07-01T07:00:00-05:00",
                "1997-07-01T07:00:00-0500",
                "1997-07-02T11:59:00%2B23:59",
                "1997-06-30T12:01:00-2359"
            })
    void a_moment_may_be_written_in_many_ways(String moment) {
        String start = "1997-07-01T12:00:00Z";
        if (CallsApi.ids(CallsApi.list("from=" + start + "&until=1997-07-01T12:00:01Z"))
                .isEmpty()) {
            callAt(start);
        }

        assertThat(CallsApi.ids(CallsApi.list("from=" + moment + "&until=1997-07-01T12:00:01Z")))
                .hasSize(1);
        assertThat(CallsApi.ids(CallsApi.list("until=" + moment + "&from=1997-07-01T11:59:59Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcd",
                "12:345",
                "2017-042-10",
                "2017-04-10",
                "2017-04-10T",
                "2017-04-10T10",
                "2017-02-29T00:00",
                "2017-13-01T00:00",
                "2017-00-01T00:00",
                "0000-01-01T00:00",
                "2017-04-31T00:00",
                "2017-04-10T24:00",
                "2017-04-10T23:60",
                "2017-04-10T23:59:60",
                "2017-04-10T00:00:00+00:00",
                "2017-04-10T00:00:00%2B24:00",
                "2017-04-10T00:00:00%2B0",
                "2017-04-10T00:00:00-23:60",
                "2017-04-10T00:00:00.",
                "2017-04-10T00:00:00.1234567890123",
                "2017-04-10T00:00:00z",
                " 2017-04-10T00:00:00Z",
                "2017-04-10T00:00:00Z%00",
                "2017-04-10T00:00:00Z%0A",
                "%D9%A2%D9%A0%D9%A1%D9%A7-04-10T00:00",
                "12017-04-10T00:00:00Z",
                "-2017-04-10T00:00:00Z"
            })
    void what_is_no_moment_is_refused_by_name(String moment) {
        String error = "{\"message\":\"Not a valid datetime\",\"constraint_id\":\"type\",\"constraint\":\"datetime\"}";
        for (String name : List.of("from", "until")) {
            assertThat(sorted(CallsApi.refusal(name + "=" + moment.replace(" ", "%20"))))
                    .isEqualTo(sorted("{\"" + name + "\":" + error + "}"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00, 9999-12-31T23:59:59.999999",
        "0001-01-01T00:00:00%2B14:00, 9999-12-31T23:59:59-14:00"
    })
    void the_first_and_the_last_moment_of_the_calendar_are_ones(String first, String last) {
        int call = callAt("1996-01-01T00:00:00Z");

        assertThat(CallsApi.ids(CallsApi.list("limit=0&from=" + first + "&until=" + last)))
                .contains(call);
        assertThat(CallsApi.ids(CallsApi.list("until=" + first))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit", "offset"})
    void a_count_is_a_whole_number_from_0(String name) {
        for (String valid : List.of("3", "%2B3", "-0", "0003", "1_0", "%20%207%20", "9223372036854775807")) {
            assertThat(CallsApi.ask("GET", "/1.0/cdr?" + name + "=" + valid).status())
                    .as(valid)
                    .isEqualTo(200);
        }
        for (String invalid : List.of("", "abc", "1.0", "1e3", "0x10", "_1", "1_", "1__0", "--1", "%D9%A3", "1%00")) {
            assertThat(sorted(CallsApi.refusal(name + "=" + invalid)))
                    .as(invalid)
                    .isEqualTo(sorted("{\"" + name + "\":{\"message\":\"Not a valid integer.\","
                            + "\"constraint_id\":\"type\",\"constraint\":\"integer\"}}"));
        }
        assertThat(sorted(CallsApi.refusal(name + "=-1")))
                .isEqualTo(sorted("{\"" + name + "\":[{\"message\":\"Must be greater than or equal to 0.\","
                        + "\"constraint_id\":\"range\",\"constraint\":{\"min\":0}}]}"));
        for (String huge : List.of("9223372036854775808", "9".repeat(4000), "-" + "9".repeat(4000))) {
            assertThat(CallsApi.refusal(name + "=" + huge).has(name)).as(huge).isTrue();
        }
    }

    @Test
    void a_flag_has_the_words_of_call_logd() {
        for (String valid :
                "t T true True TRUE on On ON y Y yes Yes YES 1 f F false False FALSE off Off OFF n N no No NO 0"
                        .split(" ")) {
            assertThat(CallsApi.ask("GET", "/1.0/cdr?recurse=" + valid).status())
                    .as(valid)
                    .isEqualTo(200);
        }
        for (String invalid : List.of("", "tRUE", "2", "-1", "oui", "%20true")) {
            assertThat(sorted(CallsApi.refusal("recurse=" + invalid)))
                    .as(invalid)
                    .isEqualTo(sorted("{\"recurse\":{\"message\":\"Not a valid boolean.\","
                            + "\"constraint_id\":\"type\",\"constraint\":\"boolean\"}}"));
        }
    }

    @Test
    void a_choice_is_one_of_its_names() {
        assertThat(sorted(CallsApi.refusal("direction=up")))
                .isEqualTo(sorted("{\"direction\":[{\"message\":\"Must be one of: asc, desc.\","
                        + "\"constraint_id\":\"enum\",\"constraint\":{\"choices\":[\"asc\",\"desc\"]}}]}"));
        for (String order : List.of("end", "tags", "recordings", "", "START", "c.id")) {
            JsonNode error = CallsApi.refusal("order=" + order).path("order").path(0);
            assertThat(error.path("constraint_id").asString()).as(order).isEqualTo("enum");
            assertThat(error.path("constraint").path("choices").toString()).contains("\"start\"");
            assertThat(error.path("message").asString())
                    .startsWith("Must be one of: ")
                    .endsWith(".");
        }
    }

    @Test
    void all_that_is_wrong_is_told_at_once_and_the_first_of_a_repeated_key_counts() {
        assertThat(CallsApi.refusal("from=x&until=y&limit=z&offset=-1&order=o&direction=d&recurse=r&limit=1")
                        .propertyNames())
                .containsExactlyInAnyOrder("from", "until", "limit", "offset", "order", "direction", "recurse");
        assertThat(CallsApi.ask("GET", "/1.0/cdr?limit=1&limit=x&tenant_uuid=x&unknown=%25")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void pages_are_parts_of_the_whole_and_leave_the_counters_alone() {
        List<Integer> whole = new ArrayList<>();
        for (int minute = 0; minute < 5; minute++) {
            whole.addFirst(callAt("1995-05-05T05:0" + minute + ":00Z"));
        }
        String window = "from=1995-05-05T00:00&until=1995-05-06T00:00";

        for (int limit = 1; limit < 7; limit++) {
            for (int offset = 0; offset < 7; offset++) {
                JsonNode page = CallsApi.list(window + "&limit=" + limit + "&offset=" + offset);
                assertThat(CallsApi.ids(page))
                        .isEqualTo(whole.subList(Math.min(offset, 5), Math.min(offset + limit, 5)));
                assertThat(page.path("filtered").asInt()).isEqualTo(5);
            }
        }
        assertThat(CallsApi.ids(CallsApi.list(window + "&limit=0"))).isEqualTo(whole);
        assertThat(CallsApi.ids(CallsApi.list(window + "&limit=0&offset=3"))).isEqualTo(whole.subList(3, 5));
        assertThat(CallsApi.ids(CallsApi.list(window + "&limit=9223372036854775807&offset=9223372036854775807")))
                .isEmpty();
        assertThat(CallsApi.ids(CallsApi.list(window + "&direction=asc&limit=2")))
                .containsExactly(whole.get(4), whole.get(3));
    }

    @Test
    void nulls_are_the_least_and_ties_go_by_id_in_every_order() {
        Instant start = Instant.parse("1994-01-01T00:00:00Z");
        List<Integer> ids = new ArrayList<>();
        for (int index = 0; index < 6; index++) {
            ids.add(TestCall.of(Replicas.TENANT)
                    .times(start, index % 2 == 0 ? null : start.plusSeconds(index / 2), start.plusSeconds(5))
                    .direction(index % 2 == 0 ? null : index < 4 ? "inbound" : "outbound")
                    .sourceName(index % 2 == 0 ? null : "name " + index / 2)
                    .insertInto(database));
        }
        Sql.run(
                database,
                "UPDATE call_logd_call_log SET date_end = NULL WHERE id = ANY(?::int[]) AND date_answer IS NULL",
                "{" + String.join(",", ids.stream().map(String::valueOf).toList()) + "}");
        String window = "from=1994-01-01T00:00&until=1994-01-02T00:00";
        for (String order : CallOrder.byName().keySet()) {
            List<Integer> up = CallsApi.ids(CallsApi.list(window + "&order=" + order + "&direction=asc"));
            List<Integer> down = CallsApi.ids(CallsApi.list(window + "&order=" + order + "&direction=desc"));

            assertThat(down).as(order).isEqualTo(up.reversed());
            boolean nullable = List.of("answer", "answered", "duration", "call_direction", "call_status", "source_name")
                    .contains(order);
            assertThat(up)
                    .as(order)
                    .isEqualTo(
                            !nullable
                                    ? ids
                                    : order.equals("duration")
                                            ? List.of(
                                                    ids.get(0),
                                                    ids.get(2),
                                                    ids.get(4),
                                                    ids.get(5),
                                                    ids.get(3),
                                                    ids.get(1))
                                            : ids.stream()
                                                    .sorted(Comparator.comparing((Integer id) -> ids.indexOf(id) % 2)
                                                            .thenComparing(Comparator.naturalOrder()))
                                                    .toList());
        }
    }

    /** -1 s is less than 0 s, though both are shown as 0. */
    @Test
    void durations_below_zero_are_sorted_as_they_are() {
        Instant start = Instant.parse("1993-01-01T00:00:00Z");
        int zero = TestCall.of(Replicas.TENANT).times(start, start, start).insertInto(database);
        int negative = TestCall.of(Replicas.TENANT)
                .times(start, start.plusSeconds(1), start)
                .insertInto(database);

        assertThat(CallsApi.ids(
                        CallsApi.list("from=1993-01-01T00:00&until=1993-01-02T00:00&order=duration&direction=asc")))
                .containsExactly(negative, zero);
    }

    @Test
    void a_list_without_a_limit_has_a_thousand_and_0_means_all() {
        Sql.run(database, "INSERT INTO call_logd_tenant VALUES (?) ON CONFLICT DO NOTHING", Replicas.TENANT);
        Sql.run(database, """
                        INSERT INTO call_logd_call_log (tenant_uuid, date)
                        SELECT ?, '1992-01-01 00:00:00+00'::timestamptz + n * interval '1 second'
                        FROM generate_series(1, 1100) n""", Replicas.TENANT);
        String window = "from=1992-01-01T00:00&until=1992-01-02T00:00";

        assertThat(CallsApi.ids(CallsApi.list(window))).hasSize(1000);
        assertThat(CallsApi.list(window).path("filtered").asInt()).isEqualTo(1100);
        assertThat(CallsApi.ids(CallsApi.list(window + "&limit=0"))).hasSize(1100);
        Sql.run(database, "DELETE FROM call_logd_call_log WHERE date < '1992-01-02' AND date > '1992-01-01'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2147483648", "99999999999999999999999999", "00000000000000000002147483647"})
    void an_id_that_no_call_has_is_404_with_the_number(String id) {
        RawHttp.Answer answer = CallsApi.ask("GET", "/1.0/cdr/" + id);

        JsonNode body = CallsApi.json(answer, 404);

        assertThat(body.path("error_id").asString()).isEqualTo("cdr-not-found-with-given-id");
        assertThat(body.path("message").asString()).isEqualTo("No CDR found matching this ID");
        assertThat(body.path("details").path("cdr_id").bigIntegerValue()).isEqualTo(new java.math.BigInteger(id));
    }

    @Test
    void leading_zeros_of_an_id_do_not_count() {
        int id = callAt("1991-01-01T00:00:00Z");

        assertThat(CallsApi.json(CallsApi.ask("GET", "/1.0/cdr/000" + id), 200)
                        .path("id")
                        .asInt())
                .isEqualTo(id);
        assertThat(CallsApi.json(CallsApi.ask("GET", "/api/call-logd/1.0/cdr/0" + id), 200)
                        .path("id")
                        .asInt())
                .isEqualTo(id);
    }

    @Test
    void states_are_shown_only_when_they_are_asked_for() {
        int id = TestCall.of(Replicas.TENANT)
                .at(Instant.parse("1990-01-01T00:00:00Z"))
                .recording(UUID.randomUUID(), null)
                .insertInto(database);
        String window = "from=1990-01-01T00:00&until=1990-01-02T00:00";

        assertThat(CallsApi.call(id).path("recordings").get(0).propertyNames())
                .containsExactly("uuid", "start_time", "end_time", "deleted", "filename");
        for (JsonNode shown : List.of(
                CallsApi.json(CallsApi.ask("GET", "/1.0/cdr/" + id + "?include=state"), 200),
                CallsApi.list(window + "&include=state").path("items").get(0))) {
            assertThat(shown.path("recordings").get(0).path("state").asString()).isEqualTo("deleted");
            assertThat(shown.path("recordings").get(0).path("held").asBoolean()).isFalse();
        }
        assertThat(CallsApi.list(window + "&include=other")
                        .path("items")
                        .get(0)
                        .path("recordings")
                        .get(0)
                        .has("state"))
                .isFalse();
    }

    private static Object sorted(JsonNode json) {
        return JsonMapper.shared().convertValue(json, Map.class);
    }

    private static Object sorted(String json) {
        return sorted(JsonMapper.shared().readTree(json));
    }
}
