package io.playhead.ingest;

import io.playhead.database.Queries;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uploads in PostgreSQL. */
final class UploadRepository {

    private final DatabaseClient database;
    private final Queries queries;

    UploadRepository(DatabaseClient database, Queries queries) {
        this.database = database;
        this.queries = queries;
    }

    Mono<Void> insert(Upload upload) {
        GenericExecuteSpec spec = database.sql("""
                        INSERT INTO playhead.upload (upload_uuid, tenant_uuid, recording_uuid, announced, length, expires_at)
                        VALUES ($1, $2, $3, $4, $5, $6)""")
                .bind(0, upload.uuid())
                .bind(1, upload.tenant())
                .bind(2, upload.recording())
                .bind(3, upload.announced())
                .bind(5, upload.expires());
        Long length = upload.length();
        return queries.run((length == null ? spec.bindNull(4, Long.class) : spec.bind(4, length)).then());
    }

    /** Empty if the tenant has none, or it is over. */
    Mono<Upload> find(UUID upload, UUID tenant, Instant now) {
        return queries.run(database.sql("""
                        SELECT recording_uuid, announced, length, expires_at FROM playhead.upload
                        WHERE upload_uuid = $1 AND tenant_uuid = $2 AND expires_at > $3""")
                .bind(0, upload)
                .bind(1, tenant)
                .bind(2, now)
                .map(row -> new Upload(
                        upload,
                        tenant,
                        Objects.requireNonNull(row.get("recording_uuid", UUID.class)),
                        Objects.requireNonNull(row.get("announced", String.class)),
                        row.get("length", Long.class),
                        Objects.requireNonNull(row.get("expires_at", OffsetDateTime.class))
                                .toInstant()))
                .one());
    }

    /** From now on it is known how long it is. */
    Mono<Void> length(UUID upload, long length) {
        return queries.run(database.sql("UPDATE playhead.upload SET length = $2 WHERE upload_uuid = $1")
                .bind(0, upload)
                .bind(1, length)
                .then());
    }

    Mono<Void> delete(UUID upload) {
        return queries.run(database.sql("DELETE FROM playhead.upload WHERE upload_uuid = $1")
                .bind(0, upload)
                .then());
    }

    /** Those whose time is over. */
    Flux<UUID> expired(Instant now) {
        return queries.run(database.sql("SELECT upload_uuid FROM playhead.upload WHERE expires_at <= $1 LIMIT 1000")
                        .bind(0, now)
                        .map(row -> Objects.requireNonNull(row.get("upload_uuid", UUID.class)))
                        .all()
                        .collectList())
                .flatMapIterable(all -> all);
    }
}
