package io.playhead.audit;

import io.playhead.database.Queries;
import io.playhead.http.Replies;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What writers write. Everything that says where something ends is signed. */
final class AuditRepository {

    private static final String WRITER =
            "SELECT writer_uuid, ordinal, started_at, seen_at, entries, chains, ended_at, ended_how, pruned, key_id,"
                    + " signature FROM playhead.audit_writer ";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Queries queries;
    private final Seal seal;

    AuditRepository(DatabaseClient database, TransactionalOperator transaction, Queries queries, Seal seal) {
        this.database = database;
        this.transaction = transaction;
        this.queries = queries;
        this.seal = seal;
    }

    /** @param signed whether the row is as it was written; false too where that was with another secret */
    record Found(WriterState state, boolean signed) {}

    /** A new writer, after all that there were. */
    Mono<WriterState> register(UUID uuid, Instant now) {
        Mono<WriterState> registered = database.sql("SELECT pg_advisory_xact_lock(hashtext('playhead.audit_writer'))")
                .then()
                .then(Mono.defer(
                        () -> database.sql("SELECT coalesce(max(ordinal), 0) AS ordinal FROM playhead.audit_writer")
                                .map(row -> required(row, "ordinal", Long.class))
                                .one()))
                .map(last -> new WriterState(uuid, last + 1, now, now, 0, 0, null, null, false))
                .flatMap(state -> insert(state).thenReturn(state));
        return queries.run(registered.as(transaction::transactional));
    }

    private Mono<Void> insert(WriterState state) {
        return database.sql("""
                        INSERT INTO playhead.audit_writer (writer_uuid, ordinal, started_at, seen_at, entries, chains,
                          pruned, key_id, signature) VALUES ($1, $2, $3, $4, 0, 0, false, $5, $6)""")
                .bind(0, state.uuid())
                .bind(1, state.ordinal())
                .bind(2, utc(state.started()))
                .bind(3, utc(state.seen()))
                .bind(4, seal.keyId())
                .bind(5, seal.writer(state))
                .then();
    }

    Mono<Found> find(UUID writer) {
        return queries.run(database.sql(WRITER + "WHERE writer_uuid = $1")
                .bind(0, writer)
                .map(this::found)
                .one());
    }

    /** Those that have not been heard of since, and have said no word of an end. */
    Mono<List<WriterState>> silent(Instant since, UUID but) {
        return queries.run(
                database.sql(WRITER + "WHERE ended_at IS NULL AND seen_at < $1 AND writer_uuid <> $2 ORDER BY ordinal")
                        .bind(0, utc(since))
                        .bind(1, but)
                        .map(row -> found(row).state())
                        .all()
                        .collectList());
    }

    Mono<List<UUID>> tenantsOf(UUID writer) {
        return queries.run(
                database.sql("SELECT tenant_uuid FROM playhead.audit_chain WHERE writer_uuid = $1 ORDER BY tenant_uuid")
                        .bind(0, writer)
                        .map(row -> required(row, "tenant_uuid", UUID.class))
                        .all()
                        .collectList());
    }

    /**
     * Entries, where their chains end now, and how many there are, all or nothing. Fails with
     * {@link NotThisWriter} if the writer's row is not as it was left.
     *
     * @param lost another writer, which is to be ended with this; or null
     */
    Mono<Void> write(WriterState before, WriterState after, Chains.Sealed sealed, @Nullable UUID lost) {
        Mono<Void> written = update(before, after)
                .then(Mono.defer(() -> entries(sealed.entries())))
                .then(Mono.defer(() -> heads(after.uuid(), sealed.heads())))
                .then(Mono.defer(() -> lost == null ? Mono.empty() : lost(lost, after.seen())));
        return queries.run(written.as(transaction::transactional));
    }

    /** Once over all replicas. */
    private Mono<Void> lost(UUID writer, Instant now) {
        return one(
                database.sql("UPDATE playhead.audit_writer SET ended_at = $2, ended_how = $3"
                                + " WHERE writer_uuid = $1 AND ended_at IS NULL")
                        .bind(0, writer)
                        .bind(1, utc(now))
                        .bind(2, WriterState.LOST),
                writer);
    }

    private static Mono<Void> one(GenericExecuteSpec update, UUID writer) {
        return update.fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1
                        ? Mono.empty()
                        : Mono.error(() -> new NotThisWriter("the row of " + writer + " is another's")));
    }

    /** As {@link #write}, where there is nothing but a sign of life, or an end. */
    Mono<Void> update(WriterState before, WriterState after) {
        GenericExecuteSpec update = database.sql("""
                        UPDATE playhead.audit_writer SET seen_at = $2, entries = $3, chains = $4, ended_at = $5,
                          ended_how = $6, key_id = $7, signature = $8, pruned = $9
                        WHERE writer_uuid = $1 AND entries = $10 AND ended_how IS NOT DISTINCT FROM $11""")
                .bind(0, after.uuid())
                .bind(1, utc(after.seen()))
                .bind(2, after.entries())
                .bind(3, after.chains())
                .bind(6, seal.keyId())
                .bind(7, seal.writer(after))
                .bind(8, after.pruned())
                .bind(9, before.entries());
        Instant ended = after.ended();
        update = ended == null ? update.bindNull(4, OffsetDateTime.class) : update.bind(4, utc(ended));
        update = nullable(update, 5, after.how());
        update = nullable(update, 10, before.how());
        return queries.run(one(update, after.uuid()));
    }

    private static GenericExecuteSpec nullable(GenericExecuteSpec spec, int index, @Nullable String value) {
        return value == null ? spec.bindNull(index, String.class) : spec.bind(index, value);
    }

    /** One statement for all of them, however many. */
    private Mono<Void> entries(List<StoredEntry> entries) {
        return database.sql("""
                        INSERT INTO playhead.audit_entry (tenant_uuid, writer_uuid, number, id, at, action, user_uuid,
                          maker_uuid, call_id, recording_uuid, address, user_agent, outcome, details, mac)
                        SELECT tenant, writer, number, id,
                          timestamptz 'epoch' + at / 1000000 * interval '1 second' + at % 1000000 * interval '1 microsecond',
                          action, "user", maker, call, recording, address, agent, outcome, details, decode(mac, 'hex')
                        FROM json_to_recordset(CAST($1 AS json)) AS e (tenant uuid, writer uuid, number bigint, id uuid,
                          at bigint, action text, "user" uuid, maker uuid, call bigint, recording uuid, address text,
                          agent text, outcome text, details text, mac text)""")
                .bind(
                        0,
                        Replies.text(
                                entries.stream().map(AuditRepository::values).toList()))
                .then();
    }

    private static Map<String, @Nullable Object> values(StoredEntry entry) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("tenant", entry.tenant());
        values.put("writer", entry.writer());
        values.put("number", entry.number());
        values.put("id", entry.id());
        values.put("at", Seal.micros(entry.at()));
        values.put("action", entry.action());
        values.put("user", entry.user());
        values.put("maker", entry.maker());
        values.put("call", entry.call());
        values.put("recording", entry.recording());
        values.put("address", entry.address());
        values.put("agent", entry.userAgent());
        values.put("outcome", entry.outcome());
        values.put("details", entry.details());
        values.put("mac", HexFormat.of().formatHex(entry.mac()));
        return values;
    }

    private Mono<Void> heads(UUID writer, Collection<Chains.Head> heads) {
        return database.sql("""
                        INSERT INTO playhead.audit_chain (tenant_uuid, writer_uuid, number, mac, key_id, signature)
                        SELECT tenant, $2, number, decode(mac, 'hex'), $3, decode(signature, 'hex')
                        FROM json_to_recordset(CAST($1 AS json)) AS h (tenant uuid, number bigint, mac text, signature text)
                        ON CONFLICT (tenant_uuid, writer_uuid) DO UPDATE SET number = excluded.number,
                          mac = excluded.mac, key_id = excluded.key_id, signature = excluded.signature""")
                .bind(0, signed(Seal.HEAD, writer, heads))
                .bind(1, writer)
                .bind(2, seal.keyId())
                .then();
    }

    /** Where chains have come to, to be kept beside where they come to later. */
    Mono<Void> keepHeads(UUID writer, Collection<Chains.Head> heads, Instant now) {
        return queries.run(database.sql("""
                        INSERT INTO playhead.audit_head (tenant_uuid, writer_uuid, number, at, mac, key_id, signature)
                        SELECT tenant, $2, number, $4, decode(mac, 'hex'), $3, decode(signature, 'hex')
                        FROM json_to_recordset(CAST($1 AS json)) AS h (tenant uuid, number bigint, mac text, signature text)
                        ON CONFLICT DO NOTHING""")
                .bind(0, signed(Seal.HOUR, writer, heads))
                .bind(1, writer)
                .bind(2, seal.keyId())
                .bind(3, utc(now))
                .then());
    }

    private String signed(String kind, UUID writer, Collection<Chains.Head> heads) {
        return Replies.text(heads.stream()
                .map(head -> Map.of(
                        "tenant",
                        head.tenant(),
                        "number",
                        head.number(),
                        "mac",
                        HexFormat.of().formatHex(head.mac()),
                        "signature",
                        HexFormat.of().formatHex(seal.head(kind, head.tenant(), writer, head.number(), head.mac()))))
                .toList());
    }

    private Found found(Readable row) {
        WriterState state = new WriterState(
                required(row, "writer_uuid", UUID.class),
                required(row, "ordinal", Long.class),
                required(row, "started_at", OffsetDateTime.class).toInstant(),
                required(row, "seen_at", OffsetDateTime.class).toInstant(),
                required(row, "entries", Long.class),
                required(row, "chains", Integer.class),
                instant(row.get("ended_at", OffsetDateTime.class)),
                row.get("ended_how", String.class),
                Boolean.TRUE.equals(row.get("pruned", Boolean.class)));
        return new Found(state, Seal.same(row.get("signature", byte[].class), seal.writer(state)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
