package io.playhead.imports;

import io.playhead.database.Queries;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The jobs in PostgreSQL, for those who ask for them and about them. */
final class ImportJobs {

    private final DatabaseClient database;
    private final Queries queries;

    ImportJobs(DatabaseClient database, Queries queries) {
        this.database = database;
        this.queries = queries;
    }

    Mono<Void> insert(ImportJob job) {
        return queries.run(database.sql("""
                                INSERT INTO playhead.import_job (uuid, tenant_uuid, request, state, outcomes, imported,
                                  cancelled, created_at)
                                VALUES ($1, $2, $3, $4, $5, 0, false, $6)""")
                        .bind(0, job.uuid())
                        .bind(1, job.tenant())
                        .bind(2, job.request().json())
                        .bind(3, job.state())
                        .bind(4, job.outcomes())
                        .bind(5, job.created())
                        .fetch()
                        .rowsUpdated())
                .then();
    }

    /** Empty if these tenants have no such job. */
    Mono<ImportJob> find(UUID job, Set<UUID> tenants) {
        return queries.run(database.sql("""
                        SELECT uuid, tenant_uuid, request, state, outcomes, error, created_at, started_at, ended_at
                        FROM playhead.import_job WHERE uuid = $1 AND tenant_uuid = ANY($2)""")
                .bind(0, job)
                .bind(1, tenants.toArray(UUID[]::new))
                .map(ImportJobs::job)
                .one());
    }

    private static ImportJob job(Readable row) {
        return new ImportJob(
                Objects.requireNonNull(row.get("uuid", UUID.class)),
                Objects.requireNonNull(row.get("tenant_uuid", UUID.class)),
                ImportRequest.read(Objects.requireNonNull(row.get("request", String.class))),
                Objects.requireNonNull(row.get("state", String.class)),
                Objects.requireNonNull(row.get("outcomes", String.class)),
                row.get("error", String.class),
                Objects.requireNonNull(row.get("created_at", Instant.class)),
                row.get("started_at", Instant.class),
                row.get("ended_at", Instant.class));
    }

    /** Files that were left, in the order in which they were found. */
    Mono<List<Finding>> findings(UUID job) {
        return queries.run(database.sql("""
                        SELECT file, outcome, recording_uuid FROM playhead.import_finding
                        WHERE job_uuid = $1 ORDER BY number""")
                .bind(0, job)
                .map(row -> new Finding(
                        Objects.requireNonNull(row.get("file", String.class)),
                        Outcome.valueOf(Objects.requireNonNull(row.get("outcome", String.class))),
                        row.get("recording_uuid", UUID.class),
                        null))
                .all()
                .collectList());
    }

    /**
     * Wants it to end: one that nobody is at ends now, others with their next batch.
     *
     * @return whether it was not over yet
     */
    Mono<Boolean> cancel(UUID job) {
        return queries.run(database.sql("""
                                UPDATE playhead.import_job SET cancelled = true,
                                  state = CASE WHEN state = 'pending' THEN 'cancelled' ELSE state END,
                                  ended_at = CASE WHEN state = 'pending' THEN now() ELSE ended_at END
                                WHERE uuid = $1 AND state IN ('pending', 'running')""").bind(0, job).fetch().rowsUpdated()).map(count -> count > 0);
    }
}
