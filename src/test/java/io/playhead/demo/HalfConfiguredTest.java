package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.OwnEventLoops;
import io.playhead.PlayheadApplication;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class HalfConfiguredTest {

    private static final String DATABASE = "playhead.database.url";
    private static final String ROOTS = "playhead.storage.disk.roots[0].path";
    private static final String AUTHORITY = "playhead.access.authority";
    private static final Map<String, String> VALUES =
            Map.of(DATABASE, "postgresql://localhost:1/none", ROOTS, "/nowhere", AUTHORITY, "static");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                DATABASE + "|" + AUTHORITY + ", " + ROOTS,
                ROOTS + "|" + AUTHORITY + ", " + DATABASE,
                AUTHORITY + "|" + DATABASE + ", " + ROOTS,
                DATABASE + " " + ROOTS + "|" + AUTHORITY,
                DATABASE + " " + AUTHORITY + "|" + ROOTS,
                ROOTS + " " + AUTHORITY + "|" + DATABASE
            })
    void some_of_what_is_required_together_is_not_enough(String set, String missing, CapturedOutput output) {
        Map<String, Object> settings = new HashMap<>();
        List.of(set.split(" ")).forEach(name -> settings.put("--" + name, VALUES.get(name)));

        assertThatThrownBy(() -> start(settings, Map.of())).hasMessageStartingWith(missing + " must be set");
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START", missing + " must be set")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLAYHEAD_DATABASE_URL|" + AUTHORITY + ", " + ROOTS,
                "PLAYHEAD_STORAGE_DISK_ROOTS_0_PATH|" + AUTHORITY + ", " + DATABASE,
                "PLAYHEAD_ACCESS_AUTHORITY|" + DATABASE + ", " + ROOTS,
            })
    void what_the_environment_sets_counts_as_set(String variable, String missing) {
        assertThatThrownBy(() -> start(Map.of(), Map.of(variable, "static")))
                .hasMessageStartingWith(missing + " must be set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "playhead.database.username",
                "playhead.database.owner",
                "playhead.access.static.file",
                "playhead.access.secret"
            })
    void a_setting_that_the_demonstration_would_overrule_is_no_start_out_of_the_box(String name) {
        assertThatThrownBy(() -> start(Map.of("--" + name, "wazo"), Map.of()))
                .hasMessageStartingWith(AUTHORITY + ", " + DATABASE + ", " + ROOTS + " must be set");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void without_a_secret_nothing_starts(CapturedOutput output) {
        Map<String, Object> settings = new HashMap<>();
        VALUES.forEach((name, value) -> settings.put("--" + name, value));
        settings.put("--playhead.access.static.file", "/nowhere");

        assertThatThrownBy(() -> start(settings, Map.of())).hasStackTraceContaining("playhead.access.secret");
        assertThat(output.getAll())
                .contains(
                        "APPLICATION FAILED TO START",
                        "one of playhead.access.secret and playhead.access.secret-file must be set")
                .doesNotContain("\tat ");
    }

    @Test
    void a_configured_one_has_nothing_of_the_demonstration() throws SQLException {
        RunningPlayhead configured = RunningPlayhead.shared();

        for (Class<?> part : List.of(DataFolder.class, EmbeddedDatabase.class, Opening.class)) {
            assertThatThrownBy(() -> configured.bean(part)).isInstanceOf(NoSuchBeanDefinitionException.class);
        }
        try (Connection connection = configured.database().connect();
                Statement statement = connection.createStatement();
                ResultSet calls =
                        statement.executeQuery("SELECT count(*) FROM call_logd_call_log WHERE tenant_uuid IN ('"
                                + DemonstrationAccess.PARENT + "', '" + DemonstrationAccess.CHILD + "')")) {
            calls.next();
            assertThat(calls.getInt(1)).isZero();
        }
    }

    @Test
    void another_program_on_the_port_of_postgresql_is_told_and_left_alone(CapturedOutput output) throws IOException {
        Path data = folder.resolve("data");
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            keepPort(data, other.getLocalPort());

            assertThatThrownBy(() -> start(Map.of(), Map.of()))
                    .hasMessage("playhead.data: the port %d of its PostgreSQL, kept in %s, is taken by another program"
                            .formatted(other.getLocalPort(), data.resolve("postgres-port")));
        }
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
        assertThat(data.resolve("postgres")).as("nothing was started").isEmptyDirectory();
    }

    private static void keepPort(Path data, int port) throws IOException {
        Files.writeString(Files.createDirectories(data).resolve("postgres-port"), port + "\n");
    }

    private void start(Map<String, Object> arguments, Map<String, Object> environment) {
        SpringApplication application = new SpringApplication(PlayheadApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(new OwnEventLoops());
        StandardEnvironment own = new org.springframework.boot.web.context.reactive.StandardReactiveWebEnvironment();
        own.getPropertySources().addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", environment));
        application.setEnvironment(own);
        Map<String, Object> all = new HashMap<>(arguments);
        all.put("--playhead.data", folder.resolve("data"));
        all.put("--server.port", 0);
        all.put("--management.server.port", 0);
        application
                .run(all.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new))
                .close();
    }
}
