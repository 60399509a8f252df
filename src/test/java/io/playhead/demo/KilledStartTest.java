package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KilledStartTest {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final List<String> KEPT = List.of("demo-token", "secret", "postgres-password", "postgres-port");

    @Test
    void what_was_killed_is_made_good_by_the_next_start() throws IOException {
        Path data = Unconfigured.newFolder();
        killedInMidFill(data);
        Map<String, String> kept = kept(data);
        String server = postgres(data);
        assertThat(answers(kept.get("postgres-port")))
                .as("PostgreSQL is left behind")
                .isTrue();

        List<JsonNode> before = killedWhenReady(data);

        assertThat(kept(data)).isEqualTo(kept);
        assertThat(postgres(data)).as("the one left behind is used").isEqualTo(server);
        DemonstrationShape.check(before);

        try (Unconfigured again = Unconfigured.start(data)) {
            assertThat(again.calls()).isEqualTo(before);
            assertThat(kept(data)).isEqualTo(kept);
            assertThatThrownBy(() -> Unconfigured.start(data))
                    .hasMessage("playhead.data: another Playhead is running on " + data);
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(answers(kept.get("postgres-port")))
                .as("PostgreSQL is stopped")
                .isFalse();
    }

    private static void killedInMidFill(Path data) {
        try (PlayheadProcess process = PlayheadProcess.start(data)) {
            Eventually.holds("some recordings are there", READY, () -> recordingsIn(data) > 2);
            process.kill();
            assertThat(data.resolve("demonstration")).as("not complete").doesNotExist();
        }
    }

    private static List<JsonNode> killedWhenReady(Path data) {
        try (PlayheadProcess process = PlayheadProcess.start(data)) {
            int port = process.ready(READY);
            assertThat(process.output()).contains("(token in " + data.resolve("demo-token") + ")");
            return Unconfigured.calls(port, Unconfigured.kept(data, "demo-token"));
        }
    }

    private static long recordingsIn(Path data) throws IOException {
        Path folder = data.resolve("recordings");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .count();
        }
    }

    private static Map<String, String> kept(Path data) {
        return KEPT.stream().collect(Collectors.toMap(name -> name, name -> Unconfigured.kept(data, name)));
    }

    /** The process id of the server that has the folder open. */
    private static String postgres(Path data) {
        return Unconfigured.kept(data, "postgres/postmaster.pid")
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static boolean answers(@org.jspecify.annotations.Nullable String port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(String.valueOf(port)))) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
