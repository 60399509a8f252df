package io.playhead.cdr;

import io.playhead.database.ChangeNotices;
import io.playhead.database.DatabaseProblems;
import io.playhead.database.Queries;
import io.playhead.http.Replies;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The recordings of calls in PostgreSQL, and the facts of their media. */
public final class RecordingRepository {

    private static final String SELECT = """
            SELECT c.id AS call_id, c.tenant_uuid, r.uuid, r.start_time, r.end_time, r.path, f.octets,
              f.modified_nanos, f.validator, f.sha256, f.crc32, f.media_type, f.codec, f.hertz, f.channels, f.frames, f.state,
              f.plain_wave
            FROM call_logd_call_log c
            LEFT JOIN call_logd_recording r ON r.call_log_id = c.id""";

    private static final String OF_CALL = """

            LEFT JOIN playhead.recording_facts f ON f.recording_uuid = r.uuid
            WHERE c.tenant_uuid = ANY($1) AND c.id = $2""";

    private static final String FIND = SELECT + " AND r.uuid = $3" + OF_CALL;

    private static final String OF_PARTICIPANT = """

            AND EXISTS (SELECT FROM call_logd_call_log_participant p
              WHERE p.call_log_id = c.id AND p.user_uuid = $""";

    /** Facts that are there already are those of a recording whose row others have taken away. */
    private static final String INSERT =
            """
            WITH incoming AS MATERIALIZED (
              SELECT * FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS r (uuid uuid, start_time timestamptz,
                end_time timestamptz, path text, call integer, octets bigint, modified_nanos bigint, validator text,
                sha256 text, crc32 bigint, media_type text, codec text, hertz integer, channels integer,
                frames bigint, state text, plain_wave boolean)),
            facts AS (
              INSERT INTO playhead.recording_facts (recording_uuid, octets, modified_nanos, validator, sha256, crc32,
                media_type, codec, hertz, channels, frames, state, plain_wave)
              SELECT uuid, octets, modified_nanos, validator, decode(sha256, 'hex'), crc32, media_type, codec, hertz,
                channels, frames, state, plain_wave FROM incoming
              ON CONFLICT (recording_uuid) DO UPDATE SET octets = excluded.octets,
                modified_nanos = excluded.modified_nanos, validator = excluded.validator, sha256 = excluded.sha256,
                crc32 = excluded.crc32, media_type = excluded.media_type, codec = excluded.codec,
                hertz = excluded.hertz, channels = excluded.channels, frames = excluded.frames,
                state = excluded.state, plain_wave = excluded.plain_wave, noticed_at = now()),
            recorded AS (
              INSERT INTO call_logd_recording (uuid, start_time, end_time, path, call_log_id)
              SELECT uuid, start_time, end_time, path, call FROM incoming RETURNING uuid)
            """ + "SELECT " + ChangeNotices.recordingChanged("CAST(uuid AS text)") + " FROM recorded";

    private static final String IN_ORDER = " ORDER BY r.start_time, r.uuid";

    private final DatabaseClient database;
    private final Queries queries;

    RecordingRepository(DatabaseClient database, Queries queries) {
        this.database = database;
        this.queries = queries;
    }

    /**
     * @param recording null if the call is there and this recording is not one of its own
     */
    public record Found(@Nullable Recording recording) {}

    /**
     * One round trip for both questions: is the call there, and is the recording.
     *
     * @param participant if given, the call must have this user among its participants
     * @return empty if these tenants have no such call
     */
    public Mono<Found> find(int call, UUID recording, Tenants tenants, @Nullable UUID participant) {
        GenericExecuteSpec spec = database.sql(participant == null ? FIND : FIND + OF_PARTICIPANT + "4)")
                .bind(0, tenants.array())
                .bind(1, call)
                .bind(2, recording);
        Mono<Found> found = (participant == null ? spec : spec.bind(3, participant))
                .map(RecordingRepository::found)
                .one();
        return queries.run(found);
    }

    /**
     * A call and all of its recordings, with what is known of their media.
     *
     * @param participant if given, the call must have this user among its participants
     * @return empty if these tenants have no such call
     */
    public Mono<RecordedCall> recorded(int call, Tenants tenants, @Nullable UUID participant) {
        String ofCall = SELECT + OF_CALL;
        GenericExecuteSpec spec = database.sql(
                        participant == null ? ofCall + IN_ORDER : ofCall + OF_PARTICIPANT + "3)" + IN_ORDER)
                .bind(0, tenants.array())
                .bind(1, call);
        Mono<List<OfCall>> rows = (participant == null ? spec : spec.bind(2, participant))
                .map(row -> new OfCall(Objects.requireNonNull(row.get("tenant_uuid", UUID.class)), found(row)))
                .all()
                .collectList();
        return queries.run(rows).filter(found -> !found.isEmpty()).map(found -> recorded(call, found));
    }

    /** One of the rows of a call, of which there is one even if it has no recording. */
    private record OfCall(UUID tenant, Found found) {}

    private static RecordedCall recorded(int call, List<OfCall> rows) {
        List<Recording> recordings = rows.stream()
                .flatMap(row -> Stream.ofNullable(row.found().recording()))
                .toList();
        return new RecordedCall(call, rows.getFirst().tenant(), recordings);
    }

    /** The recordings of a call in the order in which they started, if these tenants have the call. */
    public Flux<Recording> ofCall(int call, Tenants tenants) {
        Mono<List<Recording>> found = database.sql("""
                        SELECT c.id AS call_id, c.tenant_uuid, r.uuid, r.start_time, r.end_time, r.path
                        FROM call_logd_call_log c JOIN call_logd_recording r ON r.call_log_id = c.id
                        WHERE c.tenant_uuid = ANY($1) AND c.id = $2 ORDER BY r.start_time, r.uuid""")
                .bind(0, tenants.array())
                .bind(1, call)
                .map(row -> recording(row, null))
                .all()
                .collectList();
        return queries.run(found).flatMapIterable(recordings -> recordings);
    }

    /** Whether there is a recording of this uuid, whoever's it is: there can be no second one. */
    public Mono<Boolean> isKnown(UUID recording) {
        return database.sql("SELECT EXISTS (SELECT FROM call_logd_recording WHERE uuid = $1) AS known")
                .bind(0, recording)
                .map(row -> Boolean.TRUE.equals(row.get("known", Boolean.class)))
                .one()
                .onErrorMap(DatabaseProblems::translated);
    }

    /** Those of them that have no media any more, whoever's they are: a recording has one state for all. */
    public Flux<UUID> withoutMedia(Set<UUID> recordings) {
        return database.sql("""
                        SELECT kept.uuid FROM unnest($1) AS kept (uuid) WHERE NOT EXISTS (
                          SELECT FROM call_logd_recording r WHERE r.uuid = kept.uuid AND r.path IS NOT NULL)""")
                .bind(0, recordings.toArray(UUID[]::new))
                .map(row -> Objects.requireNonNull(row.get("uuid", UUID.class)))
                .all()
                .onErrorMap(DatabaseProblems::translated);
    }

    /**
     * Registers recordings of a call with what is known of their media, and tells every replica: in one statement, however
     * many they are. To be run in a transaction. Fails with SQL state 23505 where one of them is known.
     */
    public Mono<Void> insert(List<Recording> recordings) {
        return database.sql(INSERT)
                .bind(
                        0,
                        Replies.text(recordings.stream()
                                .map(RecordingRepository::columns)
                                .toList()))
                .then();
    }

    /** Its media lie elsewhere. */
    public Mono<Void> place(UUID recording, String path) {
        return database.sql("UPDATE call_logd_recording SET path = $2 WHERE uuid = $1")
                .bind(0, recording)
                .bind(1, path)
                .then();
    }

    /** A recording of any call, if one of these tenants has it. */
    public Mono<Recording> find(UUID recording, Tenants tenants) {
        Mono<Recording> found = database.sql("""
                        SELECT c.id AS call_id, c.tenant_uuid, r.uuid, r.start_time, r.end_time, r.path, f.octets,
                          f.modified_nanos, f.validator, f.sha256, f.crc32, f.media_type, f.codec, f.hertz, f.channels,
                          f.frames, f.state, f.plain_wave
                        FROM call_logd_recording r JOIN call_logd_call_log c ON c.id = r.call_log_id
                        LEFT JOIN playhead.recording_facts f ON f.recording_uuid = r.uuid
                        WHERE c.tenant_uuid = ANY($1) AND r.uuid = $2""")
                .bind(0, tenants.array())
                .bind(1, recording)
                .map(row -> Objects.requireNonNull(found(row).recording()))
                .one();
        return queries.run(found);
    }

    private static Map<String, @Nullable Object> columns(Recording recording) {
        RecordingFacts facts = Objects.requireNonNull(recording.facts(), "a recording is registered with its media");
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("uuid", recording.uuid());
        columns.put("start_time", recording.start().toString());
        columns.put("end_time", recording.end().toString());
        columns.put("path", Objects.requireNonNull(recording.path(), "a recording is registered with its media"));
        columns.put("call", recording.call());
        columns.put("octets", facts.octets());
        columns.put("modified_nanos", facts.modifiedNanos());
        columns.put("validator", facts.validator());
        columns.put("sha256", facts.sha256());
        columns.put("crc32", facts.crc32());
        columns.put("media_type", facts.mediaType());
        columns.put("codec", facts.codec());
        columns.put("hertz", facts.hertz());
        columns.put("channels", facts.channels());
        columns.put("frames", facts.frames());
        columns.put("state", facts.state());
        columns.put("plain_wave", facts.plainWave());
        return columns;
    }

    /**
     * Takes the media's place out of the row, which says that they are deleted. To be run in a transaction: whoever else
     * wants to waits for its end. The row is held first and the facts are looked for then, so that what was being kept
     * meanwhile goes too.
     *
     * @return the place; empty if they were deleted before
     */
    public Mono<String> forgetMedia(UUID recording, Tenants tenants) {
        return database.sql("""
                        SELECT r.path FROM call_logd_recording r JOIN call_logd_call_log c ON c.id = r.call_log_id
                        WHERE c.tenant_uuid = ANY($1) AND r.uuid = $2 FOR UPDATE OF r""")
                .bind(0, tenants.array())
                .bind(1, recording)
                .map(row -> Optional.ofNullable(row.get("path", String.class)))
                .one()
                .flatMap(place -> forgetMedia(recording).then(Mono.justOrEmpty(place)));
    }

    private Mono<Void> forgetMedia(UUID recording) {
        return database.sql("""
                        WITH facts AS (DELETE FROM playhead.recording_facts WHERE recording_uuid = $1)
                        UPDATE call_logd_recording SET path = NULL WHERE uuid = $1 AND path IS NOT NULL""").bind(0, recording).then();
    }

    /**
     * Keeps facts of a recording that has media. Where another replica has seen the same octets first, its validator
     * stands. The recording's row is held meanwhile, so that whoever deletes the media then deletes these too; who is
     * deleting them already is not waited for.
     *
     * @return what is kept; empty if the media are gone or going
     */
    public Mono<RecordingFacts> keep(UUID recording, RecordingFacts facts) {
        GenericExecuteSpec spec = database.sql("""
                        INSERT INTO playhead.recording_facts AS f (recording_uuid, octets, modified_nanos, validator,
                          sha256, crc32, media_type, codec, hertz, channels, frames, state, plain_wave)
                        SELECT r.uuid, :octets, :modified, :validator, :sha256, :crc32, :type, :codec, :hertz, :channels,
                          :frames, :state, :plain
                        FROM call_logd_recording r WHERE r.uuid = :uuid AND r.path IS NOT NULL
                        FOR SHARE OF r SKIP LOCKED
                        ON CONFLICT (recording_uuid) DO UPDATE SET octets = excluded.octets,
                          modified_nanos = excluded.modified_nanos,
                          validator = CASE WHEN f.octets = excluded.octets
                              AND f.modified_nanos = excluded.modified_nanos
                            THEN f.validator ELSE excluded.validator END,
                          sha256 = CASE WHEN f.octets = excluded.octets AND f.modified_nanos = excluded.modified_nanos
                            THEN coalesce(excluded.sha256, f.sha256) ELSE excluded.sha256 END,
                          crc32 = CASE WHEN f.octets = excluded.octets AND f.modified_nanos = excluded.modified_nanos
                            THEN coalesce(excluded.crc32, f.crc32) ELSE excluded.crc32 END,
                          media_type = excluded.media_type, codec = excluded.codec, hertz = excluded.hertz,
                          channels = excluded.channels, frames = excluded.frames, state = excluded.state,
                          plain_wave = excluded.plain_wave,
                          noticed_at = now()
                        RETURNING octets, modified_nanos, validator, sha256, crc32, media_type, codec, hertz, channels,
                          frames, state, plain_wave""")
                .bind("uuid", recording)
                .bind("octets", facts.octets())
                .bind("modified", facts.modifiedNanos())
                .bind("validator", facts.validator())
                .bind("type", facts.mediaType())
                .bind("codec", facts.codec())
                .bind("state", facts.state())
                .bind("plain", facts.plainWave());
        String digest = facts.sha256();
        spec = nullable(spec, "sha256", digest == null ? null : HexFormat.of().parseHex(digest), byte[].class);
        spec = nullable(spec, "crc32", facts.crc32(), Long.class);
        spec = nullable(spec, "hertz", facts.hertz(), Integer.class);
        spec = nullable(spec, "channels", facts.channels(), Integer.class);
        spec = nullable(spec, "frames", facts.frames(), Long.class);
        return queries.run(spec.map(RecordingRepository::facts).one());
    }

    private static <T> GenericExecuteSpec nullable(
            GenericExecuteSpec spec, String name, @Nullable T value, Class<T> type) {
        return value == null ? spec.bindNull(name, type) : spec.bind(name, value);
    }

    private static Found found(Readable row) {
        return new Found(
                row.get("uuid", UUID.class) == null
                        ? null
                        : recording(row, row.get("octets", Long.class) == null ? null : facts(row)));
    }

    private static Recording recording(Readable row, @Nullable RecordingFacts facts) {
        return new Recording(
                Objects.requireNonNull(row.get("uuid", UUID.class)),
                Objects.requireNonNull(row.get("call_id", Integer.class)),
                Objects.requireNonNull(row.get("tenant_uuid", UUID.class)),
                instant(row, "start_time"),
                instant(row, "end_time"),
                row.get("path", String.class),
                facts);
    }

    private static Instant instant(Readable row, String column) {
        return Objects.requireNonNull(CallRows.instant(row, column));
    }

    private static RecordingFacts facts(Readable row) {
        byte[] digest = row.get("sha256", byte[].class);
        return new RecordingFacts(
                Objects.requireNonNull(row.get("octets", Long.class)),
                Objects.requireNonNull(row.get("modified_nanos", Long.class)),
                Objects.requireNonNull(row.get("validator", String.class)),
                digest == null ? null : HexFormat.of().formatHex(digest),
                row.get("crc32", Long.class),
                Objects.requireNonNull(row.get("media_type", String.class)),
                Objects.requireNonNull(row.get("codec", String.class)),
                row.get("hertz", Integer.class),
                row.get("channels", Integer.class),
                row.get("frames", Long.class),
                Objects.requireNonNull(row.get("state", String.class)),
                Boolean.TRUE.equals(row.get("plain_wave", Boolean.class)));
    }
}
