package io.playhead.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.playhead.RunningPlayhead;
import io.playhead.packaging.Dockerfile.Instruction;
import io.playhead.packaging.Dockerfile.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class DockerfileTest {

    private final Dockerfile dockerfile = Dockerfile.read(Path.of("Dockerfile"));
    private final Stage image = dockerfile.stages().getLast();

    DockerfileTest() throws IOException {}

    @Test
    void every_stage_begins_with_an_image_of_a_version_or_an_earlier_stage() {
        List<String> earlier = new ArrayList<>();
        for (Stage stage : dockerfile.stages()) {
            if (!earlier.contains(stage.image())) {
                assertThat(stage.image()).matches("[a-z0-9-]+(/[a-z0-9-]+)?:[0-9][A-Za-z0-9._-]*");
            }
            earlier.add(stage.name());
        }
    }

    @Test
    void every_stage_is_used_and_comes_before_its_use() {
        Set<String> earlier = new TreeSet<>();
        Set<String> used = new TreeSet<>(Set.of(image.name()));
        for (Stage stage : dockerfile.stages()) {
            used.add(stage.image());
            for (Instruction instruction : stage.instructions()) {
                instruction.flags().stream()
                        .filter(flag -> flag.startsWith("--from="))
                        .map(flag -> flag.substring("--from=".length()))
                        .forEach(from -> {
                            assertThat(earlier).contains(from);
                            used.add(from);
                        });
            }
            earlier.add(stage.name());
        }
        assertThat(used).containsAll(earlier);
    }

    @Test
    void nothing_is_sent_to_the_builder_but_what_is_named() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .filteredOn(line -> !line.startsWith("#") && !line.startsWith("!"))
                .containsExactly("*");
    }

    @Test
    void it_runs_as_a_numbered_user_who_is_not_root() {
        assertThat(image.last("USER").rest()).matches("[1-9][0-9]*:[1-9][0-9]*");
        List<String> later = image.instructions().stream()
                .dropWhile(instruction -> !instruction.name().equals("USER"))
                .map(Instruction::name)
                .toList();
        assertThat(later).as("nothing is made as that user").doesNotContain("RUN", "COPY", "ADD");
    }

    @Test
    void it_listens_on_all_addresses_and_names_its_ports_and_its_volume() {
        assertThat(image.last("ENV").words()).contains("SERVER_ADDRESS=0.0.0.0", "PLAYHEAD_DATA=/data");
        JsonNode configuration = Chart.YAML.readTree(Path.of("src/main/resources/application.yaml"));
        assertThat(image.last("EXPOSE").words())
                .containsExactly(
                        configuration.at("/server/port").asString(),
                        configuration.at("/management/server/port").asString());
        assertThat(Instruction.exec(image.last("VOLUME").rest())).containsExactly("/data");
        assertThat(image.last("STOPSIGNAL").rest()).isEqualTo("SIGTERM");
    }

    @Test
    void the_entry_point_is_java_itself_with_flags_that_it_knows() throws Exception {
        List<String> entry = Instruction.exec(image.last("ENTRYPOINT").rest());
        assertThat(entry).containsExactly("java", "@java.args", "-XX:AOTCache=playhead.aot", "-jar", "app.jar");
        assertThat(exit(Map.of(), java(List.of("@src/image/java.args")))).isZero();
        assertThat(exit(Map.of(), java(List.of("@src/image/java.args", "-XX:+NoSuchFlagThere"))))
                .as("an unknown flag would be noticed")
                .isNotZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@src/image/memory.args",
                "@src/image/memory.args -XX:MaxRAMPercentage=50",
                "-Xmx48m",
                "-XX:+UseZGC"
            })
    void java_starts_with_whatever_takes_the_place_of_its_collector_and_heap(String options) throws Exception {
        assertThat(exit(Map.of("JDK_JAVA_OPTIONS", options), java(List.of("@src/image/java.args"))))
                .isZero();
    }

    @Test
    void the_health_check_says_yes_to_a_live_program() throws Exception {
        assertThat(health(RunningPlayhead.shared().managementPort())).isZero();
    }

    @Test
    void the_health_check_says_no_where_nobody_listens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        assertThat(health(free)).isNotZero();
    }

    @Test
    void the_health_check_says_no_to_an_answer_other_than_200() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread ill = Thread.ofVirtual().start(() -> answer(socket));
            assertThat(health(socket.getLocalPort())).isNotZero();
            ill.join();
        }
    }

    private static void answer(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            assertThat(client.getInputStream().read()).isEqualTo('G');
            client.getOutputStream().write("HTTP/1.1 503 Service Unavailable\r\n\r\n".getBytes(UTF_8));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private int health(int port) throws Exception {
        String check = image.last("HEALTHCHECK").rest();
        assertThat(check).startsWith("CMD ");
        List<String> command = Instruction.exec(check.substring("CMD ".length()));
        assertThat(command).startsWith("bash");
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        return exit(Map.of("MANAGEMENT_SERVER_PORT", Integer.toString(port)), command);
    }

    private static List<String> java(List<String> flags) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(List.of(java), flags, List.of("-version"))
                .flatMap(List::stream)
                .toList();
    }

    private static int exit(Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        return process.exitValue();
    }
}
