package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where there are more calls than are gone through, or found, at once. The fifty oldest of a tenant's are the only ones
 * of their kind, the others are many.
 */
class ManyCallsTest {

    private static final int CALLS = 21_000;
    private static final int OLDEST = 50;
    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.start(Map.of());

    @BeforeAll
    static void fill() {
        TestDatabase database = PLAYHEAD.database();
        Sql.run(database, "INSERT INTO call_logd_tenant VALUES (?)", RunningPlayhead.TENANT_X);
        Sql.run(database, """
                INSERT INTO call_logd_call_log (tenant_uuid, date, direction, source_name, source_exten,
                    destination_exten, requested_internal_exten)
                  SELECT ?, '2024-01-01 00:00:00+00'::timestamptz + n * interval '1 minute', 'inbound',
                    CASE WHEN n <= 50 THEN 'Far Away' ELSE 'Near By' END, CASE WHEN n <= 50 THEN '4711' ELSE '1000' END,
                    '2000', CASE WHEN n <= 50 THEN '9' ELSE '8' END
                  FROM generate_series(1, 21000) n""", RunningPlayhead.TENANT_X);
        Sql.run(database, """
                INSERT INTO call_logd_call_log_participant (call_log_id, user_uuid, role, tags)
                  SELECT id, tenant_uuid, 'destination', ARRAY[CASE source_name WHEN 'Far Away' THEN 'far' ELSE 'near' END]
                  FROM call_logd_call_log WHERE tenant_uuid = ?""", RunningPlayhead.TENANT_X);
        Sql.run(database, "ANALYZE");
    }

    @AfterAll
    static void stop() {
        PLAYHEAD.close();
    }

    @Test
    void a_part_of_a_name_or_a_number_is_found_however_far_back() {
        found("search=far%20a", OLDEST);
        found("search=AWAY", OLDEST);
        found("number=_71_", OLDEST);
        found("number=_711", OLDEST);
    }

    @Test
    void so_is_a_part_that_is_too_short_for_an_index() {
        found("search=fa", OLDEST);
        found("search=ar", CALLS);
        found("search=r%25a", OLDEST);
        found("number=_47", 0);
        found("number=47_", OLDEST);
    }

    @Test
    void letters_beyond_ascii_are_looked_for() {
        found("search=%D0%99%D0%BE%D1%81", 0);
        found("search=%C3%A9%C3%A8%C3%AA%20away", 0);
    }

    @Test
    void what_all_have_is_shown_newest_first() {
        found("search=near", CALLS - OLDEST);
        found("number=_2_", CALLS);
        found("number=1000", CALLS - OLDEST);
        found("tags=near", CALLS - OLDEST);
        found("from_id=1", CALLS);
        found("number=1000&call_direction=inbound", CALLS - OLDEST);
        found("tags=near&call_direction=inbound", CALLS - OLDEST);
        found("search=near&call_direction=inbound", CALLS - OLDEST);
        found("requested_internal_extension=8", CALLS - OLDEST);
    }

    @Test
    void what_few_have_is_found_by_its_index() {
        found("number=4711", OLDEST);
        found("tags=far", OLDEST);
        found("requested_internal_extension=9", OLDEST);
    }

    /** The first page either way, and by cursor and offset the pages after it, are what a list of all begins with. */
    private static void found(String filter, int filtered) {
        for (String direction : List.of("desc", "asc")) {
            String list = "/1.0/cdr?" + filter + "&direction=" + direction;
            JsonNode page = json(list + "&limit=20&after=");
            assertThat(page.path("total").asInt()).isEqualTo(CALLS);
            assertThat(page.path("filtered").asInt()).as(list).isEqualTo(filtered);

            if (filtered == 0) {
                assertThat(ids(page)).isEmpty();
                assertThat(ids(json(list))).isEmpty();
                continue;
            }
            List<Integer> byCursor = ids(page);
            byCursor.addAll(
                    ids(json(list + "&limit=20&after=" + page.path("next").asString())));
            List<Integer> byOffset = ids(json(list + "&limit=25"));
            byOffset.addAll(ids(json(list + "&limit=15&offset=25")));

            assertThat(byCursor).as(list).hasSize(40).isEqualTo(byOffset);
            boolean descending = direction.equals("desc");
            assertThat(byCursor)
                    .as(list)
                    .isSortedAccordingTo(descending ? Comparator.reverseOrder() : Comparator.naturalOrder());
            int least = byCursor.stream().mapToInt(id -> id).min().orElseThrow();
            int most = byCursor.stream().mapToInt(id -> id).max().orElseThrow();
            assertThat(most - least).as("without a gap: " + list).isEqualTo(39);
        }
    }

    private static List<Integer> ids(JsonNode page) {
        List<Integer> ids = new ArrayList<>();
        page.path("items").forEach(call -> ids.add(call.path("id").asInt()));
        return ids;
    }

    private static JsonNode json(String target) {
        RawHttp.Answer answer =
                RawHttp.once(PLAYHEAD.port(), "GET", target, "X-Auth-Token: " + RunningPlayhead.TOKEN_X);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.text());
    }
}
