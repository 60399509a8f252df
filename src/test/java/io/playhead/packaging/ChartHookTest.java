package io.playhead.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.playhead.RunningPlayhead;
import io.playhead.packaging.Chart.Kind;
import io.playhead.packaging.Chart.Manifests;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code helm test} runs. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
@Timeout(120)
class ChartHookTest {

    /** What a shell has said and how it ended. */
    private record Outcome(int exit, String output) {}

    static List<String> sets() {
        return Chart.sets();
    }

    private static JsonNode pod(Manifests manifests) {
        return manifests.of(Kind.Pod).getFirst();
    }

    private static JsonNode container(Manifests manifests) {
        return pod(manifests).at("/spec/containers/0");
    }

    private static ObjectNode minimal() {
        return Chart.values("minimal-values.yaml");
    }

    @Test
    void it_is_run_on_demand_and_leaves_nothing_when_all_is_well() {
        JsonNode annotations = pod(Chart.render(minimal())).at("/metadata/annotations");
        assertThat(annotations.path("helm.sh/hook").asString()).isEqualTo("test");
        assertThat(annotations.path("helm.sh/hook-delete-policy").asString())
                .isEqualTo("before-hook-creation,hook-succeeded");
        assertThat(pod(Chart.render(minimal())).at("/spec/restartPolicy").asString())
                .isEqualTo("Never");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void it_needs_no_image_and_no_rights_that_playhead_has_not(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        JsonNode spec = pod(manifests).path("spec");
        assertThat(container(manifests).path("image"))
                .isEqualTo(manifests.container().path("image"));
        assertThat(container(manifests).path("securityContext"))
                .isEqualTo(manifests.container().path("securityContext"));
        assertThat(spec.path("securityContext")).isEqualTo(manifests.pod().path("securityContext"));
        assertThat(spec.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(spec.path("volumes").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void it_asks_the_services_at_their_ports(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        Map<String, String> environment = environment(manifests);
        JsonNode api = manifests.of(Kind.Service).get(0);
        JsonNode management = manifests.of(Kind.Service).get(1);
        assertThat(environment)
                .containsEntry("API_HOST", api.at("/metadata/name").asString())
                .containsEntry("API_PORT", api.at("/spec/ports/0/port").asString())
                .containsEntry("API_SCHEME", api.at("/spec/ports/0/appProtocol").asString())
                .containsEntry(
                        "MANAGEMENT_HOST", management.at("/metadata/name").asString())
                .containsEntry(
                        "MANAGEMENT_PORT", management.at("/spec/ports/0/port").asString());
    }

    @ParameterizedTest
    @MethodSource("sets")
    void no_service_and_no_budget_takes_it_for_a_playhead(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        JsonNode labels = pod(manifests).at("/metadata/labels");
        assertThat(manifests.of(Kind.Service)).noneMatch(service -> Chart.has(labels, service.at("/spec/selector")));
        assertThat(Chart.has(labels, manifests.deployment().at("/spec/selector/matchLabels")))
                .isFalse();
    }

    @Test
    void the_policy_lets_it_through() {
        Manifests manifests = Chart.render(Chart.values("full-values.yaml"));
        JsonNode labels = pod(manifests).at("/metadata/labels");
        JsonNode rules = manifests.of(Kind.NetworkPolicy).getFirst().at("/spec/ingress");
        assertThat(rules.size()).isEqualTo(2);
        assertThat(rules.values())
                .allSatisfy(rule -> assertThat(rule.path("from").values())
                        .anyMatch(peer -> !peer.has("namespaceSelector")
                                && Chart.has(labels, peer.at("/podSelector/matchLabels"))));
    }

    @Test
    void it_says_yes_to_a_running_playhead() throws Exception {
        RunningPlayhead playhead = RunningPlayhead.shared();
        Outcome outcome = run(playhead.port(), playhead.managementPort());
        assertThat(outcome.output()).contains("ok: Playhead is ready", "ok: nobody is let in without a token");
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void it_says_no_where_nobody_listens() throws Exception {
        Outcome outcome = run(RunningPlayhead.shared().port(), free());
        assertThat(outcome.output()).contains("failed: Playhead is ready").contains("answers nothing instead of 200");
        assertThat(outcome.exit()).isNotZero();
    }

    @Test
    void it_says_no_where_nothing_is_answered() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = run(RunningPlayhead.shared().port(), silent.getLocalPort());
            assertThat(outcome.output()).contains("answers nothing instead of 200");
            assertThat(outcome.exit()).isNotZero();
        }
    }

    @Test
    void it_says_no_where_everybody_is_let_in() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 2, InetAddress.getByName("127.0.0.1"))) {
            Thread open = Thread.ofVirtual().start(() -> answer(socket));
            Outcome outcome =
                    run(socket.getLocalPort(), RunningPlayhead.shared().managementPort());
            assertThat(outcome.output()).contains("failed: nobody is let in").contains("answers 200 instead of 401");
            assertThat(outcome.exit()).isNotZero();
            open.join();
        }
    }

    @Test
    void it_waits_for_a_playhead_that_starts() throws Exception {
        int port = free();
        Thread late = Thread.ofVirtual().start(() -> {
            try (ServerSocket socket = later(port)) {
                answer(socket);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
        Outcome outcome = run(RunningPlayhead.shared().port(), port, "5");
        assertThat(outcome.output()).contains("ok: Playhead is ready");
        assertThat(outcome.exit()).isZero();
        late.join();
    }

    @Test
    void it_is_given_time_for_all_of_its_attempts() {
        Manifests manifests = Chart.render(minimal());
        int attempts = Integer.parseInt(environment(manifests).get("ATTEMPTS"));
        // five seconds for an answer and two of rest, of two questions
        assertThat(pod(manifests).at("/spec/activeDeadlineSeconds").asInt()).isGreaterThan(2 * attempts * 7);
    }

    @Test
    void it_asks_nothing_in_plain_of_a_port_that_speaks_tls() throws Exception {
        ObjectNode values = minimal();
        values.withObject("/config/server/ssl").put("bundle", "public");
        Map<String, String> environment = environment(Chart.render(values));
        assertThat(environment).containsEntry("API_SCHEME", "https");
        Outcome outcome = run(
                Map.of("API_SCHEME", "https"), free(), RunningPlayhead.shared().managementPort(), "1");
        assertThat(outcome.exit()).isZero();
    }

    private static Map<String, String> environment(Manifests manifests) {
        Map<String, String> environment = new TreeMap<>();
        container(manifests)
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asString(), variable.path("value").asString()));
        return environment;
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static ServerSocket later(int port) throws IOException {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    }

    private static void answer(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            BufferedReader request = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            assertThat(request.readLine()).startsWith("GET ");
            // to the end: closing with something unread resets the connection, and the answer may be lost
            while (!Objects.requireNonNull(request.readLine()).isEmpty()) {}
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Outcome run(int port, int management) throws Exception {
        return run(port, management, "1");
    }

    private static Outcome run(int port, int management, String attempts) throws Exception {
        return run(Map.of(), port, management, attempts);
    }

    /** The container's command as it is rendered, for a Playhead on this machine. */
    private static Outcome run(Map<String, String> more, int port, int management, String attempts) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        Manifests manifests = Chart.render(minimal());
        List<String> command = new ArrayList<>();
        container(manifests).path("command").forEach(word -> command.add(word.asString()));
        container(manifests).path("args").forEach(word -> command.add(word.asString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.putAll(environment(manifests));
        environment.putAll(Map.of(
                "API_HOST",
                "127.0.0.1",
                "API_PORT",
                Integer.toString(port),
                "MANAGEMENT_HOST",
                "127.0.0.1",
                "MANAGEMENT_PORT",
                Integer.toString(management),
                "ATTEMPTS",
                attempts));
        environment.putAll(more);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
