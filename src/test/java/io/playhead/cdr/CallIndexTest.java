package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The index of calls and the sums of them are what the calls make them, however the calls were written. */
class CallIndexTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final TestDatabase DATABASE = PLAYHEAD.database();
    private static final String DIRECTIONS = "(array['inbound', 'outbound', 'internal', NULL])";
    private static final List<UUID> TENANTS =
            IntStream.range(0, 3).mapToObj(n -> UUID.randomUUID()).toList();
    private static final List<UUID> USERS =
            IntStream.range(0, 3).mapToObj(n -> UUID.randomUUID()).toList();

    /** Everything that is kept, set against what it should be: no row may be left over on either side. */
    private static void check(String after) {
        differsNowhere(after, """
                SELECT call_id, status, recorded, date, tenant_uuid, direction, source_exten, destination_exten, text,
                  tags FROM playhead.call_index""", """
                SELECT c.id, CASE WHEN c.blocked THEN 2 WHEN c.date_answer IS NOT NULL THEN 4
                    WHEN c.reached_voicemail THEN 3 ELSE 1 END,
                  EXISTS (SELECT FROM call_logd_recording r WHERE r.call_log_id = c.id), c.date, c.tenant_uuid,
                  c.direction, c.source_exten, c.destination_exten,
                  (SELECT string_agg(chr(31) || lower(part), '' ORDER BY n) FROM unnest(ARRAY[c.source_name,
                    c.source_exten, c.destination_name, c.destination_exten]) WITH ORDINALITY AS part (part, n)
                   WHERE part IS NOT NULL),
                  (SELECT array_agg(DISTINCT tag::text) FROM call_logd_call_log_participant p, unnest(p.tags) tag
                   WHERE p.call_log_id = c.id) FROM call_logd_call_log c""");
        differsNowhere(after, """
                SELECT call_id, user_uuid, tenant_uuid, date, status, recorded, direction, terminal
                FROM playhead.call_user""", """
                SELECT i.call_id, p.user_uuid, i.tenant_uuid, i.date, i.status, i.recorded, i.direction, bool_or(p.role = 'source' OR p.user_uuid =
                    (SELECT d.user_uuid FROM call_logd_call_log_participant d
                     WHERE d.call_log_id = i.call_id AND d.role = 'destination'
                     ORDER BY d.answered DESC, d.user_uuid DESC LIMIT 1))
                FROM playhead.call_index i JOIN call_logd_call_log_participant p ON p.call_log_id = i.call_id
                GROUP BY i.call_id, p.user_uuid, i.tenant_uuid, i.date, i.status, i.recorded, i.direction""");
        differsNowhere(after, """
                SELECT tenant_uuid, day, direction, status, recorded, sum(calls)::bigint FROM playhead.call_count
                GROUP BY 1, 2, 3, 4, 5 HAVING sum(calls) <> 0""", """
                SELECT tenant_uuid, (date AT TIME ZONE 'UTC')::date, direction, status, recorded, count(*)
                FROM playhead.call_index GROUP BY 1, 2, 3, 4, 5""");
        differsNowhere(after, """
                SELECT tenant_uuid, direction, status, recorded, sum(calls)::bigint FROM playhead.call_total
                GROUP BY 1, 2, 3, 4 HAVING sum(calls) <> 0""", """
                SELECT tenant_uuid, direction, status, recorded, count(*) FROM playhead.call_index GROUP BY 1, 2, 3, 4""");
        differsNowhere(after, """
                SELECT user_uuid, tenant_uuid, day, sum(calls)::bigint, sum(unblocked)::bigint, sum(terminal)::bigint
                FROM playhead.user_count GROUP BY 1, 2, 3 HAVING sum(calls) <> 0""", """
                SELECT user_uuid, tenant_uuid, (date AT TIME ZONE 'UTC')::date, count(*),
                  count(*) FILTER (WHERE status <> 2), count(*) FILTER (WHERE status <> 2 AND terminal)
                FROM playhead.call_user GROUP BY 1, 2, 3""");
    }

    private static void differsNowhere(String after, String kept, String known) {
        assertThat(Sql.run(
                        DATABASE,
                        "SELECT row_to_json(d)::text FROM (((%1$s) EXCEPT ALL (%2$s)) UNION ALL ((%2$s) EXCEPT ALL (%1$s))) d"
                                .formatted(kept, known)))
                .as(after)
                .isEmpty();
    }

    @RepeatedTest(5)
    void whatever_is_written_is_counted(RepetitionInfo round) throws SQLException {
        Random random = new Random(round.getCurrentRepetition());
        List<String> done = new ArrayList<>();
        // one connection for all: a new one would have to plan each trigger anew
        try (Connection connection = DATABASE.connect();
                Statement runnable = connection.createStatement()) {
            for (UUID tenant : TENANTS) {
                runnable.execute("INSERT INTO call_logd_tenant VALUES ('" + tenant + "') ON CONFLICT DO NOTHING");
            }
            for (int step = 0; step < 25; step++) {
                String statement = statement(random);
                runnable.execute(statement);
                done.add(statement);
            }
        }
        check(String.join(";\n", done));
    }

    private static String statement(Random random) {
        String tenant = "'" + TENANTS.get(random.nextInt(TENANTS.size())) + "'::uuid";
        String user = "'" + USERS.get(random.nextInt(USERS.size())) + "'::uuid";
        String some = " tenant_uuid = " + tenant + " AND id % 3 = " + random.nextInt(3);
        String ofSome = " call_log_id IN (SELECT id FROM call_logd_call_log WHERE" + some + ")";
        return switch (random.nextInt(13)) {
            case 0, 1, 2 ->
                "WITH t AS (INSERT INTO call_logd_tenant VALUES (" + tenant + ") ON CONFLICT DO NOTHING)"
                        + " INSERT INTO call_logd_call_log (tenant_uuid, date, date_answer, direction, blocked, reached_voicemail,"
                        + " source_name, source_exten, destination_exten)"
                        + " SELECT " + tenant + ", '1973-01-01 20:00:00+00'::timestamptz + n * interval '1 hour',"
                        + " CASE WHEN n % 2 = 0 THEN now() END, " + DIRECTIONS + "[1 + n % 4], n % 5 = 0, n % 3 = 0,"
                        + " CASE n % 3 WHEN 0 THEN 'Ünal' WHEN 1 THEN '' END, CASE WHEN n % 4 > 0 THEN '+' || n END,"
                        + " CASE WHEN n % 2 = 0 THEN n END"
                        + " FROM generate_series(1, " + (1 + random.nextInt(9)) + ") n";
            case 3, 4 ->
                "INSERT INTO call_logd_call_log_participant (call_log_id, user_uuid, role, answered, tags) SELECT id, "
                        + user + ", (array['source', 'destination'])[1 + id % 2]::call_logd_call_log_participant_role,"
                        + " id % 5 = 0, (array['{}', '{B}', '{A,B}', '{B,B}']::varchar[])[1 + id % 4]::varchar[]"
                        + " FROM call_logd_call_log WHERE" + some;
            case 5, 6 ->
                "INSERT INTO call_logd_recording (start_time, end_time, path, call_log_id) SELECT now(), now(), 'x', id"
                        + " FROM call_logd_call_log WHERE" + some;
            case 7 ->
                "UPDATE call_logd_call_log SET blocked = NOT coalesce(blocked, false), date = date + interval '1 day',"
                        + " direction = 'internal' WHERE" + some;
            case 12 ->
                "UPDATE call_logd_call_log SET destination_name = source_name, source_exten = 'X' || id, source_name ="
                        + " NULL WHERE" + some;
            case 8 ->
                "UPDATE call_logd_call_log_participant SET answered = NOT answered,"
                        + " tags = array_append(tags, 'C') WHERE" + ofSome;
            case 9 ->
                random.nextBoolean()
                        ? "DELETE FROM call_logd_call_log WHERE" + some
                        : "DELETE FROM call_logd_tenant WHERE uuid = " + tenant + " AND " + random.nextBoolean();
            case 10 ->
                random.nextBoolean()
                        ? "DELETE FROM call_logd_recording WHERE" + ofSome
                        : "UPDATE call_logd_recording SET path = NULL WHERE" + ofSome;
            default -> "DELETE FROM call_logd_call_log_participant WHERE" + ofSome;
        };
    }

    @Test
    void joining_the_sums_and_making_all_anew_change_nothing() {
        UUID tenant = UUID.randomUUID();
        Sql.run(DATABASE, "INSERT INTO call_logd_tenant VALUES (?)", tenant);
        for (int call = 0; call < 5; call++) {
            Sql.run(
                    DATABASE,
                    "INSERT INTO call_logd_call_log (tenant_uuid, date) VALUES (?, '1974-01-01 00:00:00+00')",
                    tenant);
        }
        // a replica of the suite may have joined some, as each does every minute
        assertThat(rows(tenant)).isBetween(1, 5);

        PLAYHEAD.bean(CallCountUpkeep.class).join().block();

        assertThat(rows(tenant)).isEqualTo(1);
        assertThat(totals(tenant)).isEqualTo(1);
        check("joined");
        Sql.run(DATABASE, "SELECT playhead.fill_call_index()");
        check("made anew");
        Sql.run(DATABASE, "DELETE FROM call_logd_tenant WHERE uuid = ?", tenant);
        PLAYHEAD.bean(CallCountUpkeep.class).join().block();
        assertThat(rows(tenant)).isZero();
        assertThat(totals(tenant)).isZero();
        check("deleted");
    }

    private static int totals(UUID tenant) {
        return Sql.number(DATABASE, "SELECT count(*) FROM playhead.call_total WHERE tenant_uuid = ?", tenant);
    }

    private static int rows(UUID tenant) {
        return Sql.number(DATABASE, "SELECT count(*) FROM playhead.call_count WHERE tenant_uuid = ?", tenant);
    }
}
