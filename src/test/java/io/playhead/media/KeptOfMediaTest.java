package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import io.playhead.pcm.ArraySamples;
import io.playhead.waveform.Analysis;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

/** What is learned of media is not kept beyond them, whoever deletes them meanwhile. */
class KeptOfMediaTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final RecordingFacts FACTS =
            new RecordingFacts(100, 1, "tag", null, null, "audio/wav", "PCM_S16", 8000, 1, 50L, "available", true);

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final RecordingRepository recordings = playhead.bean(RecordingRepository.class);
    private final AnalysisRepository analyses = new AnalysisRepository(playhead.bean(DatabaseClient.class));
    private final StoredMedia media = StoredMedia.of(playhead, StoredMedia.noise(100));

    private static Analysis analysis() {
        try {
            return Analysis.of(new ArraySamples(8000, 1, new short[1000]));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private int rows(String table) {
        return Sql.number(
                playhead.database(),
                "SELECT count(*) FROM playhead." + table + " WHERE recording_uuid = ?",
                media.uuid());
    }

    private void keepFacts() {
        StepVerifier.create(recordings.keep(media.uuid(), FACTS))
                .expectNext(FACTS)
                .verifyComplete();
    }

    @Test
    void what_is_there_is_kept() {
        keepFacts();
        StepVerifier.create(analyses.keep(media.uuid(), "source", analysis())).verifyComplete();
        StepVerifier.create(analyses.find(media.uuid(), "source"))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void nothing_is_kept_of_what_was_deleted() {
        keepFacts();
        Sql.run(playhead.database(), "UPDATE call_logd_recording SET path = NULL WHERE uuid = ?", media.uuid());
        StepVerifier.create(analyses.keep(media.uuid(), "source", analysis())).verifyComplete();
        assertThat(rows("recording_analysis")).isZero();

        Sql.run(playhead.database(), "DELETE FROM playhead.recording_facts WHERE recording_uuid = ?", media.uuid());
        StepVerifier.create(recordings.keep(media.uuid(), FACTS)).verifyComplete();
        assertThat(rows("recording_facts")).isZero();
    }

    @Test
    void nothing_is_kept_of_what_is_being_deleted_and_nobody_waits_for_that() throws SQLException {
        keepFacts();
        try (Connection deleting = deleting()) {
            StepVerifier.create(recordings.keep(media.uuid(), FACTS))
                    .expectComplete()
                    .verify(SOON);
            StepVerifier.create(analyses.keep(media.uuid(), "source", analysis()))
                    .expectComplete()
                    .verify(SOON);
            deleting.commit();
        }
        assertThat(rows("recording_facts")).isZero();
        assertThat(rows("recording_analysis")).isZero();
    }

    /** What is being kept waits for another replica that looks at the same octets, and the deletion for it. */
    @Test
    void who_deletes_waits_for_what_is_being_kept_and_deletes_it_too() throws SQLException {
        try (Connection another = playhead.database().connect()) {
            another.setAutoCommit(false);
            run(another, """
                    INSERT INTO playhead.recording_facts (recording_uuid, octets, modified_nanos, validator, media_type,
                      codec, state, plain_wave) VALUES (?, 1, 1, 'tag', 'audio/wav', 'UNKNOWN', 'empty', false)""");
            Disposable keeping = recordings.keep(media.uuid(), FACTS).subscribe();
            Eventually.holds("it is being kept", SOON, () -> waiting("INSERT INTO playhead.recording_facts%") == 1);
            Disposable deleting = recordings
                    .forgetMedia(media.uuid(), new Tenants(Set.of(RunningPlayhead.TENANT_M)))
                    .as(playhead.bean(TransactionalOperator.class)::transactional)
                    .subscribe();
            Eventually.holds("the deletion waits", SOON, () -> waiting("%FOR UPDATE OF r%") == 1);
            another.rollback();
            Eventually.holds("both are done", SOON, () -> keeping.isDisposed() && deleting.isDisposed());
        }
        assertThat(rows("recording_facts")).isZero();
    }

    private int waiting(String statement) {
        return Sql.number(playhead.database(), """
                        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                          AND wait_event_type = 'Lock' AND query LIKE ?""", statement);
    }

    /** As a deletion does before it is committed. */
    private Connection deleting() throws SQLException {
        Connection connection = playhead.database().connect();
        connection.setAutoCommit(false);
        for (String statement : new String[] {
            "SELECT FROM call_logd_recording WHERE uuid = ? FOR UPDATE",
            "DELETE FROM playhead.recording_facts WHERE recording_uuid = ?",
            "UPDATE call_logd_recording SET path = NULL WHERE uuid = ?"
        }) {
            run(connection, statement);
        }
        return connection;
    }

    private void run(Connection connection, String statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setObject(1, media.uuid());
            prepared.execute();
        }
    }
}
