package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an orchestrator is told. Each test takes one thing away and puts it back. */
class ProbesTest {

    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String READINESS = "/actuator/health/readiness";
    private static final String UP = "{\"status\":\"UP\"}";
    private static final String DOWN = "{\"status\":\"DOWN\"}";

    private static TestDatabase database;
    private static RunningPlayhead playhead;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        playhead = RunningPlayhead.start(Map.of("playhead.media.row-cache", "0s"), database);
        Traffic.eventually("ready at first", () -> isReady());
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    @Test
    void readiness_covers_the_database() throws SQLException {
        administer("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() + "'");
        try {
            isDownAndAlive();
            RawHttp.Answer answer = RawHttp.once(
                    playhead.port(),
                    "GET",
                    "/1.0/cdr/1/recordings/" + UUID.randomUUID() + "/media",
                    "X-Auth-Token: " + RunningPlayhead.TOKEN_M);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("\"error_id\":\"database-unavailable\"");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
        } finally {
            administer("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
        }
        Traffic.eventually("ready again", () -> isReady());
    }

    @Test
    void readiness_covers_the_storage_roots() throws IOException {
        Path elsewhere = playhead.root().resolveSibling("unmounted");
        Files.move(playhead.root(), elsewhere);
        try {
            isDownAndAlive();
        } finally {
            Files.move(elsewhere, playhead.root());
        }
        Traffic.eventually("ready again", () -> isReady());
    }

    @Test
    void readiness_covers_the_authority() throws IOException {
        Path file = playhead.root().resolveSibling("access.yaml");
        Path elsewhere = playhead.root().resolveSibling("elsewhere.yaml");
        Files.move(file, elsewhere);
        try {
            isDownAndAlive();
            RawHttp.Answer answer =
                    RawHttp.once(playhead.port(), "GET", "/1.0/cdr", "X-Auth-Token: " + RunningPlayhead.TOKEN_M);
            assertThat(answer.status()).as("the last good file still answers").isEqualTo(200);
        } finally {
            Files.move(elsewhere, file);
        }
        Traffic.eventually("ready again", () -> isReady());
    }

    @Test
    void health_as_a_whole_tells_no_details() {
        RawHttp.Answer answer = RawHttp.once(playhead.managementPort(), "GET", "/actuator/health");

        assertThat(answer.text()).isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
    }

    @Test
    void no_single_component_is_shown() {
        for (String component : new String[] {"database", "storage", "authority", "readiness/database"}) {
            assertThat(RawHttp.once(playhead.managementPort(), "GET", "/actuator/health/" + component)
                            .status())
                    .as(component)
                    .isEqualTo(404);
        }
    }

    private static void isDownAndAlive() {
        Traffic.eventually("not ready", () -> !isReady());
        RawHttp.Answer readiness = RawHttp.once(playhead.managementPort(), "GET", READINESS);
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.text()).isEqualTo(DOWN);
        RawHttp.Answer liveness = RawHttp.once(playhead.managementPort(), "GET", LIVENESS);
        assertThat(liveness.status()).isEqualTo(200);
        assertThat(liveness.text()).isEqualTo(UP);
    }

    private static boolean isReady() {
        RawHttp.Answer answer = RawHttp.once(playhead.managementPort(), "GET", READINESS);
        return answer.status() == 200 && answer.text().equals(UP);
    }

    private static void administer(String statement) throws SQLException {
        TestDatabase server = new TestDatabase(database.server(), "postgres", database.username(), database.password());
        try (Connection connection = server.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
