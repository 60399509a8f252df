package io.playhead.audit;

import io.playhead.database.Queries;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes away what is older than the retention, from the beginning of each chain, and leaves signed where what is left
 * begins. One replica at a time, some entries at a time. What is not as it was written is left for whoever verifies.
 */
final class AuditPruning {

    private static final Logger log = LoggerFactory.getLogger(AuditPruning.class);

    private static final int PORTION = 500;

    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('playhead.audit_entry')) AS alone";
    private static final String OLD = """
            SELECT c.tenant_uuid, c.writer_uuid, c.pruned_number, c.pruned_mac, c.pruned_signature,
              c.key_id, c.pruned_key_id
            FROM playhead.audit_chain c WHERE (
              SELECT e.at FROM playhead.audit_entry e
              WHERE e.tenant_uuid = c.tenant_uuid AND e.writer_uuid = c.writer_uuid
              ORDER BY e.number LIMIT 1) < $1
            AND NOT c.tenant_uuid || '/' || c.writer_uuid = ANY ($2)
            ORDER BY c.writer_uuid, c.tenant_uuid LIMIT 1""";
    private static final String FIRST = "SELECT " + StoredEntry.COLUMNS + """
             FROM playhead.audit_entry
            WHERE tenant_uuid = $1 AND writer_uuid = $2 AND number > $3 ORDER BY number LIMIT $4""";
    private static final String CHECKPOINT = """
            UPDATE playhead.audit_chain SET pruned_number = $3, pruned_mac = $4, pruned_key_id = $5,
              pruned_signature = $6
            WHERE tenant_uuid = $1 AND writer_uuid = $2""";
    private static final String DELETE = """
            WITH heads AS (DELETE FROM playhead.audit_head
              WHERE tenant_uuid = $1 AND writer_uuid = $2 AND number <= $3)
            DELETE FROM playhead.audit_entry WHERE tenant_uuid = $1 AND writer_uuid = $2 AND number <= $3""";
    private static final String EMPTY = """
            SELECT w.writer_uuid FROM playhead.audit_writer w
            WHERE w.ended_at < $1 AND NOT w.pruned AND NOT EXISTS (
              SELECT FROM playhead.audit_chain c WHERE c.writer_uuid = w.writer_uuid AND c.pruned_number < c.number)""";
    private static final String FORGET = """
            WITH heads AS (DELETE FROM playhead.audit_head WHERE writer_uuid = $1)
            DELETE FROM playhead.audit_chain WHERE writer_uuid = $1""";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Queries queries;
    private final AuditRepository repository;
    private final Seal seal;
    private final AuditProperties properties;
    private final InstantSource clock;

    AuditPruning(
            DatabaseClient database,
            TransactionalOperator transaction,
            Queries queries,
            AuditRepository repository,
            Seal seal,
            AuditProperties properties,
            InstantSource clock) {
        this.database = database;
        this.transaction = transaction;
        this.queries = queries;
        this.repository = repository;
        this.seal = seal;
        this.properties = properties;
        this.clock = clock;
    }

    /** What is left of a chain begins after this. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Rest(
            UUID tenant,
            UUID writer,
            long pruned,
            byte @Nullable [] mac,
            byte @Nullable [] signature,
            String key,
            @Nullable String prunedKey) {

        String name() {
            return tenant + "/" + writer;
        }
    }

    /** All that is too old. Nothing where no retention is set, or where another replica is at it. */
    Mono<Void> prune() {
        return properties.retention() == null
                ? Mono.empty()
                : prune(clock.instant().minus(properties.retention()));
    }

    Mono<Void> prune(Instant before) {
        Set<String> altered = new HashSet<>();
        return Mono.defer(() -> step(before, altered))
                .repeat()
                .takeUntil(more -> !more)
                .then(Mono.defer(() -> forget(before)));
    }

    /** @return whether there was something to do */
    private Mono<Boolean> step(Instant before, Set<String> altered) {
        Mono<Boolean> step = database.sql(ALONE)
                .map(row -> Boolean.TRUE.equals(row.get("alone", Boolean.class)))
                .one()
                .flatMap(alone -> alone ? oldest(before, altered) : Mono.empty())
                .flatMap(rest -> entries(rest).flatMap(entries -> prune(rest, entries, before, altered)))
                .defaultIfEmpty(false);
        return queries.run(step.as(transaction::transactional));
    }

    private Mono<Rest> oldest(Instant before, Set<String> altered) {
        return database.sql(OLD)
                .bind(0, AuditRepository.utc(before))
                .bind(1, altered.toArray(String[]::new))
                .map(AuditPruning::rest)
                .one();
    }

    private Mono<List<StoredEntry>> entries(Rest rest) {
        return database.sql(FIRST)
                .bind(0, rest.tenant())
                .bind(1, rest.writer())
                .bind(2, rest.pruned())
                .bind(3, PORTION)
                .map(row -> StoredEntry.of(row))
                .all()
                .collectList();
    }

    private Mono<Boolean> prune(Rest rest, List<StoredEntry> entries, Instant before, Set<String> altered) {
        byte[] mac = before(rest);
        long number = rest.pruned();
        for (StoredEntry entry : entries) {
            if (!entry.at().isBefore(before)) {
                break;
            }
            boolean follows = mac != null && entry.number() == number + 1 && entry.follows(seal, mac);
            if (!follows && isOurs(rest)) {
                log.error(
                        "event=audit-altered tenant={} writer={} number={}", rest.tenant(), rest.writer(), number + 1);
                altered.add(rest.name());
                return Mono.just(true);
            }
            number = entry.number();
            mac = entry.mac();
        }
        if (number == rest.pruned()) {
            // its first entry is old and has another number: nothing follows what was there
            altered.add(rest.name());
            return Mono.just(true);
        }
        return checkpoint(rest, number, Objects.requireNonNull(mac)).thenReturn(true);
    }

    /** What was sealed with an earlier secret is taken away unseen: the retention holds for it too. */
    private boolean isOurs(Rest rest) {
        return rest.key().equals(seal.keyId());
    }

    /** Null if somebody has changed where the rest begins. */
    private byte @Nullable [] before(Rest rest) {
        byte[] mac = rest.mac();
        if (rest.pruned() == 0) {
            return seal.beginning(rest.tenant(), rest.writer());
        }
        if (mac == null || !seal.keyId().equals(rest.prunedKey())) {
            return mac;
        }
        byte[] signature = seal.head(Seal.PRUNED, rest.tenant(), rest.writer(), rest.pruned(), mac);
        return Seal.same(rest.signature(), signature) ? mac : null;
    }

    private Mono<Void> checkpoint(Rest rest, long number, byte[] mac) {
        return database.sql(CHECKPOINT)
                .bind(0, rest.tenant())
                .bind(1, rest.writer())
                .bind(2, number)
                .bind(3, mac)
                .bind(4, seal.keyId())
                .bind(5, seal.head(Seal.PRUNED, rest.tenant(), rest.writer(), number, mac))
                .then()
                .then(Mono.defer(() -> database.sql(DELETE)
                        .bind(0, rest.tenant())
                        .bind(1, rest.writer())
                        .bind(2, number)
                        .then()))
                .doOnSuccess(done -> log.info(
                        "event=audit-pruned tenant={} writer={} until={}", rest.tenant(), rest.writer(), number));
    }

    /** Of writers that have ended and of which no entry is left, only their row stays. */
    private Mono<Void> forget(Instant before) {
        return queries.run(database.sql(EMPTY)
                        .bind(0, AuditRepository.utc(before))
                        .map(row -> Objects.requireNonNull(row.get("writer_uuid", UUID.class)))
                        .all()
                        .collectList())
                .flatMapIterable(writers -> writers)
                .concatMap(repository::find)
                .filter(AuditRepository.Found::signed)
                .concatMap(found -> forget(found.state()))
                .then();
    }

    private Mono<Void> forget(WriterState writer) {
        Mono<Void> forgotten = repository
                .update(writer, writer.withoutEntries())
                .then(Mono.defer(
                        () -> database.sql(FORGET).bind(0, writer.uuid()).then()));
        return queries.run(forgotten.as(transaction::transactional))
                .onErrorResume(NotThisWriter.class, done -> Mono.empty());
    }

    private static Rest rest(Readable row) {
        return new Rest(
                Objects.requireNonNull(row.get("tenant_uuid", UUID.class)),
                Objects.requireNonNull(row.get("writer_uuid", UUID.class)),
                Objects.requireNonNull(row.get("pruned_number", Long.class)),
                row.get("pruned_mac", byte[].class),
                row.get("pruned_signature", byte[].class),
                Objects.requireNonNull(row.get("key_id", String.class)),
                row.get("pruned_key_id", String.class));
    }
}
