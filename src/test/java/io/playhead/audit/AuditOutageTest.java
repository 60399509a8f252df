package io.playhead.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.Eventually;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL of its own that is away for a while. */
class AuditOutageTest {

    private static final int QUEUE = 500;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Test
    void what_happens_while_the_database_is_away_is_kept_and_beyond_a_bound_counted() throws Exception {
        int port = freePort();
        EmbeddedPostgres server = postgres(port);
        TestDatabase database = new TestDatabase("postgresql://localhost:" + port, "postgres", "postgres", "");
        try (RunningPlayhead playhead = RunningPlayhead.start(
                Map.of(
                        "playhead.database.acquire", "500ms",
                        "playhead.audit.heartbeat", "500ms",
                        "playhead.audit.queue", Integer.toString(QUEUE)),
                database)) {
            AuditLog log = playhead.bean(AuditLog.class);
            happens(log, 10);
            Eventually.holds("the first are written", LIMIT, () -> log.waiting() == 0);
            server.close();
            happens(log, QUEUE + 70);
            assertThat(log.waiting()).isEqualTo(QUEUE);
            assertThat(log.lost()).isEqualTo(70);
            assertThat(playhead.bean(MeterRegistry.class)
                            .get("playhead.audit.lost")
                            .functionCounter()
                            .count())
                    .isEqualTo(70);
            server = postgres(port);
            Eventually.holds("what was kept is written", LIMIT, () -> log.waiting() == 0);
            happens(log, 5);
            Eventually.holds("and what comes", LIMIT, () -> log.waiting() == 0);

            assertThat(Sql.number(database, "SELECT count(*) FROM playhead.audit_entry WHERE action = 'hold.changed'"))
                    .isEqualTo(10 + QUEUE + 5);
            assertThat(Sql.run(
                            database,
                            "SELECT outcome || ' ' || (CAST(details AS json) ->> 'lost') FROM playhead.audit_entry"
                                    + " WHERE action = 'log.gap' AND tenant_uuid = ?",
                            RunningPlayhead.TENANT_U))
                    .containsExactly("overflow 70");
            assertThat(Sql.number(database, "SELECT count(*) FROM playhead.audit_writer"))
                    .isEqualTo(1);
            assertThat(Verified.of(database).text()).contains("all as they were written");
        } finally {
            server.close();
        }
    }

    private static void happens(AuditLog log, int times) {
        for (int time = 0; time < times; time++) {
            log.log(AuditEntry.of(Instant.now(), Action.HOLD_CHANGED, RunningPlayhead.TENANT_U, Actor.NOBODY));
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
