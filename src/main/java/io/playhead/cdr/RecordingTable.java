package io.playhead.cdr;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Recordings and their calls, many in one statement, over JDBC: for work that goes through thousands of files on a thread
 * of its own. How transactions begin and end is the caller's.
 */
public final class RecordingTable {

    /** What is being registered in bulk: one at a time, so that two never make the same call. */
    private static final long LOCK = 0x706c617968656164L;

    private static final String KNOWN = """
            SELECT r.uuid, r.path, r.call_log_id, c.tenant_uuid, f.octets, f.sha256,
              f.recording_uuid IS NOT NULL AS described
            FROM public.call_logd_recording r JOIN public.call_logd_call_log c ON c.id = r.call_log_id
            LEFT JOIN playhead.recording_facts f ON f.recording_uuid = r.uuid
            WHERE r.uuid = ANY (?)""";

    private static final String CALLS = """
            INSERT INTO public.call_logd_call_log (id, date, date_answer, date_end, tenant_uuid, direction,
              conversation_id, source_name, source_exten, requested_exten, destination_exten, blocked,
              reached_voicemail)
            SELECT id, start, answer, ending, tenant, direction, conversation, source, source, destination,
              destination, false, false
            FROM unnest(?::integer[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::uuid[], ?::text[],
              ?::text[], ?::text[], ?::text[])
              AS made (id, start, answer, ending, tenant, direction, conversation, source, destination)""";

    private static final String DETAILS = """
            INSERT INTO public.call_logd_call_log_destination
              (call_log_id, destination_details_key, destination_details_value)
            SELECT id, 'type', 'unknown' FROM unnest(?::integer[]) AS made (id)""";

    private static final String PARTICIPANTS = """
            INSERT INTO public.call_logd_call_log_participant (call_log_id, user_uuid, role, answered, requested)
            SELECT id, person, CAST(role AS public.call_logd_call_log_participant_role), true, role <> 'source'
            FROM unnest(?::integer[], ?::uuid[], ?::text[]) AS made (id, person, role)""";

    private static final String RECORDINGS = """
            INSERT INTO public.call_logd_recording (uuid, start_time, end_time, path, call_log_id)
            SELECT * FROM unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::integer[])""";

    private static final String FACTS = """
            INSERT INTO playhead.recording_facts (recording_uuid, octets, modified_nanos, validator, media_type, codec,
              hertz, channels, frames, state, plain_wave)
            SELECT f.* FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::integer[],
              ?::integer[], ?::bigint[], ?::text[], ?::boolean[])
              AS f (recording_uuid, octets, modified_nanos, validator, media_type, codec, hertz, channels, frames, state,
                plain_wave)
            JOIN public.call_logd_recording r ON r.uuid = f.recording_uuid
            WHERE r.path IS NOT NULL
            FOR SHARE OF r SKIP LOCKED
            ON CONFLICT\s""";

    private static final String REPLACING = """
            (recording_uuid) DO UPDATE SET octets = excluded.octets, modified_nanos = excluded.modified_nanos,
              validator = excluded.validator, sha256 = NULL, crc32 = NULL, media_type = excluded.media_type,
              codec = excluded.codec, hertz = excluded.hertz, channels = excluded.channels, frames = excluded.frames,
              state = excluded.state, plain_wave = excluded.plain_wave, noticed_at = now()""";

    /** A row's path says a file in one of three ways. */
    private static final String PATHS = """
            SELECT p.place, r.uuid FROM unnest(?::text[]) AS p (place)
            JOIN public.call_logd_recording r ON r.path = p.place
            UNION ALL SELECT p.place, r.uuid FROM unnest(?::text[]) AS p (place)
            JOIN public.call_logd_recording r ON r.path = 'file:' || p.place
            UNION ALL SELECT p.place, r.uuid FROM unnest(?::text[]) AS p (place)
            JOIN public.call_logd_recording r ON r.path = 'file://' || p.place""";

    private final Connection connection;

    /** @param connection the caller's, who closes it */
    public RecordingTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * A recording that is registered.
     *
     * @param path null once its media have been deleted
     * @param octets how many its media have; null if nobody has looked at them yet
     * @param sha256 their digest in hex, if it is known
     */
    public record Known(
            UUID uuid,
            int call,
            UUID tenant,
            @Nullable String path,
            @Nullable Long octets,
            @Nullable String sha256) {

        /** Whether anybody has looked at its media. */
        public boolean described() {
            return octets != null;
        }
    }

    /** A call of a conversation. @param end null where nobody knows */
    public record Conversed(
            int call, UUID tenant, Instant start, @Nullable Instant end) {}

    /** A call to be registered. @param user who takes part, if that is known */
    public record FoundCall(
            int id,
            UUID tenant,
            Instant start,
            Instant end,
            @Nullable String direction,
            @Nullable String conversation,
            @Nullable String source,
            @Nullable String destination,
            @Nullable UUID user) {}

    /** Until the transaction ends nobody else registers in bulk. */
    public void lock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    /** Those of these recordings that are registered, whoever's they are: there can be no second one. */
    public Map<UUID, Known> known(Collection<UUID> recordings) throws SQLException {
        Map<UUID, Known> known = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            statement.setArray(1, array("uuid", recordings));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Known found = known(row);
                    known.put(found.uuid(), found);
                }
            }
        }
        return known;
    }

    private static Known known(ResultSet row) throws SQLException {
        byte[] digest = row.getBytes("sha256");
        return new Known(
                row.getObject("uuid", UUID.class),
                row.getInt("call_log_id"),
                row.getObject("tenant_uuid", UUID.class),
                row.getString("path"),
                row.getBoolean("described") ? row.getLong("octets") : null,
                digest == null ? null : HexFormat.of().formatHex(digest));
    }

    /** The recording of that uuid. */
    public Optional<Known> known(UUID recording) throws SQLException {
        return Optional.ofNullable(known(List.of(recording)).get(recording));
    }

    /** Whose these calls are, as far as they are there. */
    public Map<Integer, UUID> tenants(Collection<Integer> calls) throws SQLException {
        Map<Integer, UUID> tenants = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, tenant_uuid FROM public.call_logd_call_log WHERE id = ANY (?)")) {
            statement.setArray(1, array("integer", calls));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tenants.put(row.getInt(1), row.getObject(2, UUID.class));
                }
            }
        }
        return tenants;
    }

    /** The calls of these conversations, in the order in which they began. */
    public Map<String, List<Conversed>> conversations(Collection<String> conversations) throws SQLException {
        Map<String, List<Conversed>> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT conversation_id, id, tenant_uuid, date, date_end FROM public.call_logd_call_log
                WHERE conversation_id = ANY (?) ORDER BY date, id""")) {
            statement.setArray(1, array("text", conversations));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getString(1), none -> new ArrayList<>())
                            .add(new Conversed(
                                    row.getInt(2),
                                    row.getObject(3, UUID.class),
                                    Objects.requireNonNull(instant(row, 4)),
                                    instant(row, 5)));
                }
            }
        }
        return found;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** So many ids that no call has, nor ever will have. */
    public List<Integer> newCalls(int count) throws SQLException {
        List<Integer> ids = new ArrayList<>(count);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT nextval('public.call_logd_call_log_id_seq') FROM generate_series(1, ?)")) {
            statement.setInt(1, count);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getInt(1));
                }
            }
        }
        return ids;
    }

    /** Registers calls, and their tenants where those are new. */
    public void insertCalls(List<FoundCall> calls) throws SQLException {
        if (calls.isEmpty()) {
            return;
        }
        Array ids = column(calls, "integer", FoundCall::id);
        Array tenants = column(calls, "uuid", FoundCall::tenant);
        run(
                "INSERT INTO public.call_logd_tenant (uuid) SELECT DISTINCT * FROM unnest(?::uuid[])"
                        + " ON CONFLICT DO NOTHING",
                tenants);
        run(
                CALLS,
                ids,
                column(calls, "timestamptz", FoundCall::start),
                column(calls, "timestamptz", FoundCall::start),
                column(calls, "timestamptz", FoundCall::end),
                tenants,
                column(calls, "text", FoundCall::direction),
                column(calls, "text", FoundCall::conversation),
                column(calls, "text", FoundCall::source),
                column(calls, "text", FoundCall::destination));
        run(DETAILS, ids);
        List<FoundCall> users =
                calls.stream().filter(call -> call.user() != null).toList();
        if (!users.isEmpty()) {
            run(
                    PARTICIPANTS,
                    column(users, "integer", FoundCall::id),
                    column(users, "uuid", FoundCall::user),
                    column(users, "text", call -> "inbound".equals(call.direction()) ? "destination" : "source"));
        }
    }

    /** Registers recordings of calls. Those that are registered already are a failure. */
    public void insert(List<Recording> recordings) throws SQLException {
        if (!recordings.isEmpty()) {
            run(
                    RECORDINGS,
                    column(recordings, "uuid", Recording::uuid),
                    column(recordings, "timestamptz", Recording::start),
                    column(recordings, "timestamptz", Recording::end),
                    column(recordings, "text", Recording::path),
                    column(recordings, "integer", Recording::call));
        }
    }

    /** Keeps facts of recordings of which there are none, and whose media are there. Digests are not among them. */
    public void keep(Map<UUID, RecordingFacts> facts) throws SQLException {
        keep(facts, "DO NOTHING");
    }

    /** Keeps facts of recordings that are new, whatever an earlier one of that uuid has left. */
    public void replace(Map<UUID, RecordingFacts> facts) throws SQLException {
        keep(facts, REPLACING);
    }

    private void keep(Map<UUID, RecordingFacts> facts, String conflict) throws SQLException {
        if (facts.isEmpty()) {
            return;
        }
        List<RecordingFacts> all = List.copyOf(facts.values());
        run(
                FACTS + conflict,
                array("uuid", facts.keySet()),
                column(all, "bigint", RecordingFacts::octets),
                column(all, "bigint", RecordingFacts::modifiedNanos),
                column(all, "text", RecordingFacts::validator),
                column(all, "text", RecordingFacts::mediaType),
                column(all, "text", RecordingFacts::codec),
                column(all, "integer", RecordingFacts::hertz),
                column(all, "integer", RecordingFacts::channels),
                column(all, "bigint", RecordingFacts::frames),
                column(all, "text", RecordingFacts::state),
                column(all, "boolean", RecordingFacts::plainWave));
    }

    /**
     * Says of a recording that its media lie elsewhere, if they still lie where they are thought to.
     *
     * @return whether it is said now
     */
    public boolean move(UUID recording, String from, String to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE public.call_logd_recording SET path = ? WHERE uuid = ? AND path = ?")) {
            statement.setString(1, to);
            statement.setObject(2, recording);
            statement.setString(3, from);
            return statement.executeUpdate() == 1;
        }
    }

    /** Whether any recording has its media there. */
    public boolean isTaken(String path) throws SQLException {
        return !at(List.of(path)).isEmpty();
    }

    /**
     * The recordings that have their media at these paths. Reads the whole table where no index helps.
     *
     * @return by path; of several any
     */
    public Map<String, UUID> at(Collection<String> paths) throws SQLException {
        Map<String, UUID> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(PATHS)) {
            for (int form = 1; form <= 3; form++) {
                statement.setArray(form, array("text", paths));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), row.getObject(2, UUID.class));
                }
            }
        }
        return found;
    }

    private <T> Array column(List<T> rows, String type, Function<T, @Nullable Object> value) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int index = 0; index < values.length; index++) {
            values[index] = value.apply(rows.get(index));
        }
        return connection.createArrayOf(type, values);
    }

    private Array array(String type, Collection<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    private void run(String sql, Array... columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < columns.length; index++) {
                statement.setArray(index + 1, columns[index]);
            }
            statement.execute();
        }
    }
}
