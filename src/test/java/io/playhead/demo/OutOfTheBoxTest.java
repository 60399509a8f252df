package io.playhead.demo;

import static io.playhead.demo.DemonstrationShape.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.RawHttp;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OutOfTheBoxTest {

    private final Unconfigured playhead = Unconfigured.shared();

    @Test
    void the_demonstration_has_the_calls_of_two_tenants() {
        DemonstrationShape.check(playhead.calls());
    }

    @Test
    void the_recordings_are_of_many_formats() {
        Map<String, Integer> formats = new TreeMap<>();
        for (JsonNode call : playhead.calls()) {
            for (JsonNode recording : call.path("recordings")) {
                if (text(recording, "state").equals("available")) {
                    formats.merge(original(call, recording), 1, Integer::sum);
                }
            }
        }

        assertThat(formats.keySet())
                .containsExactlyInAnyOrder(
                        "audio/wav",
                        "audio/wav;codec=6",
                        "audio/wav;codec=7",
                        "audio/wav;codec=11",
                        "audio/wav;codec=31",
                        "audio/g722",
                        "audio/mpeg",
                        "audio/ogg;codecs=opus");
        assertThat(formats.get("audio/wav")).as("8 and 16 kHz, mono and stereo").isGreaterThanOrEqualTo(4);
    }

    private String original(JsonNode call, JsonNode recording) {
        String path = "/1.0/cdr/" + call.path("id").intValue() + "/recordings/" + text(recording, "uuid");
        RawHttp.Answer answer = RawHttp.once(
                playhead.port(),
                "HEAD",
                path + "/media?format=original",
                "X-Auth-Token: " + playhead.kept("demo-token"));
        assertThat(answer.status()).as(path).isEqualTo(200);
        return String.valueOf(answer.header("Content-Type"));
    }

    @Test
    void what_it_keeps_is_the_owners_alone() throws IOException {
        for (String name : List.of("demo-token", "secret", "postgres-password", "postgres-port", "access.yaml")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(playhead.data().resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(playhead.data())))
                .isEqualTo("rwx------");
    }

    @Test
    void its_secrets_are_random() {
        String token = playhead.kept("demo-token");

        assertThat(token).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(playhead.kept("access.yaml")).doesNotContain(token);
        assertThat(playhead.kept("secret")).matches("[0-9a-f]{64}").isNotEqualTo(playhead.kept("postgres-password"));
    }

    @Test
    void postgresql_keeps_what_it_has_acknowledged() throws SQLException {
        try (Connection connection = connect(playhead.kept("postgres-password"));
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(shown(statement, setting)).as(setting).isEqualTo("on");
            }
            assertThat(shown(statement, "listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void postgresql_lets_nobody_in_without_the_password() {
        assertThatThrownBy(() -> connect("wrong")).hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> connect(null)).hasMessageContaining("no password was provided");
    }

    @Test
    void everything_listens_on_the_loopback_address_alone() throws IOException {
        List<Integer> ports =
                List.of(playhead.port(), playhead.managementPort(), Integer.parseInt(playhead.kept("postgres-port")));
        for (int port : ports) {
            assertThat(answers("127.0.0.1", port)).isTrue();
        }
        List<String> others = otherAddresses();
        for (String address : others) {
            for (int port : ports) {
                assertThat(answers(address, port)).as("%s:%d", address, port).isFalse();
            }
        }
    }

    private Connection connect(@Nullable String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + playhead.kept("postgres-port") + "/postgres", "postgres", password);
    }

    private static String shown(Statement statement, String setting) throws SQLException {
        try (ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    private static boolean answers(String address, int port) {
        try (Socket socket = new Socket(InetAddress.getByName(address), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static List<String> otherAddresses() throws IOException {
        List<String> addresses = new ArrayList<>(List.of("127.0.0.2"));
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            network.inetAddresses()
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .forEach(address -> addresses.add(address.getHostAddress()));
        }
        return addresses;
    }
}
