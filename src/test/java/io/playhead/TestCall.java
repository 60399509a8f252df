package io.playhead;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a call with its recordings and participants into the tables as a call-logd would, row by row. */
public final class TestCall {

    private final UUID tenant;
    private Instant start = Instant.parse("2021-05-14T17:47:15.632882Z");
    private @Nullable Instant answer = Instant.parse("2021-05-14T17:47:18.146089Z");
    private @Nullable Instant end = Instant.parse("2021-05-14T17:47:22.979637Z");
    private @Nullable Boolean blocked;
    private @Nullable String direction = "internal";
    private @Nullable String sourceName = "Olga Romanov";
    private final List<Recorded> recordings = new ArrayList<>();
    private final List<Participant> participants = new ArrayList<>();
    private final List<String[]> details = new ArrayList<>();

    private record Recorded(
            UUID uuid, Instant start, Instant end, @Nullable String path) {}

    private record Participant(
            UUID user, @Nullable Integer line, String role, boolean answered, boolean requested, String... tags) {}

    private TestCall(UUID tenant) {
        this.tenant = tenant;
    }

    public static TestCall of(UUID tenant) {
        return new TestCall(tenant);
    }

    public TestCall at(Instant started) {
        start = started;
        answer = started.plusSeconds(3);
        end = started.plusSeconds(60);
        return this;
    }

    public TestCall unanswered() {
        answer = null;
        return this;
    }

    public TestCall times(Instant started, @Nullable Instant answered, @Nullable Instant ended) {
        start = started;
        answer = answered;
        end = ended;
        return this;
    }

    public TestCall blocked() {
        blocked = true;
        return this;
    }

    public TestCall direction(@Nullable String value) {
        direction = value;
        return this;
    }

    public TestCall sourceName(@Nullable String value) {
        sourceName = value;
        return this;
    }

    public TestCall recording(UUID uuid, @Nullable Path path) {
        return recording(uuid, start.plusSeconds(4), start.plusSeconds(50), path == null ? null : path.toString());
    }

    public TestCall recording(UUID uuid, Instant started, Instant ended, @Nullable String path) {
        recordings.add(new Recorded(uuid, started, ended, path));
        return this;
    }

    /** @param role source or destination */
    public TestCall participant(
            UUID user, @Nullable Integer line, String role, boolean answered, boolean requested, String... tags) {
        participants.add(new Participant(user, line, role, answered, requested, tags));
        return this;
    }

    public TestCall detail(String key, String value) {
        details.add(new String[] {key, value});
        return this;
    }

    /** @return the call's id */
    public int insertInto(TestDatabase database) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO call_logd_tenant VALUES (?) ON CONFLICT DO NOTHING", tenant);
            int id = call(connection);
            for (Recorded recording : recordings) {
                run(
                        connection,
                        "INSERT INTO call_logd_recording (uuid, start_time, end_time, path, call_log_id)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        recording.uuid(),
                        time(recording.start()),
                        time(recording.end()),
                        recording.path(),
                        id);
            }
            for (Participant participant : participants) {
                run(
                        connection,
                        "INSERT INTO call_logd_call_log_participant"
                                + " (call_log_id, user_uuid, line_id, role, answered, requested, tags)"
                                + " VALUES (?, ?, ?, CAST(? AS call_logd_call_log_participant_role), ?, ?, ?)",
                        id,
                        participant.user(),
                        participant.line(),
                        participant.role(),
                        participant.answered(),
                        participant.requested(),
                        connection.createArrayOf("varchar", participant.tags()));
            }
            for (String[] detail : details) {
                run(
                        connection,
                        "INSERT INTO call_logd_call_log_destination"
                                + " (call_log_id, destination_details_key, destination_details_value)"
                                + " VALUES (?, ?, ?)",
                        id,
                        detail[0],
                        detail[1]);
            }
            connection.commit();
            return id;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private int call(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO call_logd_call_log (tenant_uuid, date, date_answer, date_end, direction, blocked,"
                        + " source_name, source_exten, source_internal_exten, source_internal_context,"
                        + " destination_name, destination_exten, requested_name, requested_exten)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, '1015', '1015', 'inside', 'Anastasia Romanov', '1011',"
                        + " 'Anastasia Romanov', '1011') RETURNING id")) {
            Object[] values = {tenant, time(start), time(answer), time(end), direction, blocked, sourceName};
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    private static @Nullable Object time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            statement.execute();
        }
    }
}
