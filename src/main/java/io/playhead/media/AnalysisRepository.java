package io.playhead.media;

import io.playhead.database.DatabaseProblems;
import io.playhead.waveform.Analysis;
import io.playhead.waveform.KeptAnalysis;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** What is kept of recordings' sound in PostgreSQL: gone with the facts of their media. */
final class AnalysisRepository {

    private final DatabaseClient database;

    AnalysisRepository(DatabaseClient database) {
        this.database = database;
    }

    /** @param source of which it must have been made. Empty if there is none that can be read */
    Mono<Analysis> find(UUID recording, String source) {
        return database.sql(
                        "SELECT analysis FROM playhead.recording_analysis WHERE recording_uuid = $1 AND source = $2")
                .bind(0, recording)
                .bind(1, source)
                .map(row -> Objects.requireNonNull(row.get("analysis", byte[].class)))
                .one()
                .onErrorMap(DatabaseProblems::translated)
                .mapNotNull(kept -> KeptAnalysis.read(kept).orElse(null));
    }

    /** Keeps it unless the recording's media are gone, or are being deleted by somebody who then deletes this too. */
    Mono<Void> keep(UUID recording, String source, Analysis analysis) {
        return database.sql("""
                        INSERT INTO playhead.recording_analysis (recording_uuid, source, analysis)
                        SELECT f.recording_uuid, $2, $3 FROM playhead.recording_facts f
                        JOIN call_logd_recording r ON r.uuid = f.recording_uuid
                        WHERE r.uuid = $1 AND r.path IS NOT NULL FOR SHARE OF r SKIP LOCKED
                        ON CONFLICT (recording_uuid) DO UPDATE SET source = excluded.source, analysis = excluded.analysis""")
                .bind(0, recording)
                .bind(1, source)
                .bind(2, KeptAnalysis.write(analysis))
                .then()
                .onErrorMap(DatabaseProblems::translated);
    }
}
