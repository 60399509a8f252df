package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Listener;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import io.playhead.packaging.Chart.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a pod goes: unnoticed first, then with time for its listeners, and only then for good. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartDrainTest {

    private static final String LIMIT = "spring.lifecycle.timeout-per-shutdown-phase";
    /** More than the kernel holds at both ends together. */
    private static final int LENGTH = 48_000_000;

    static List<String> sets() {
        return Chart.sets();
    }

    private static ObjectNode draining(int limit, int delay) {
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.putObject("shutdown").put("limitSeconds", limit).put("delaySeconds", delay);
        return values;
    }

    /** What Playhead is told, as it is written. */
    private static String limit(Manifests manifests) {
        return Chart.YAML
                .readTree(manifests.configuration())
                .at("/" + LIMIT.replace('.', '/'))
                .asString();
    }

    private static int seconds(String limit) {
        assertThat(limit).matches("[0-9]+s");
        return Integer.parseInt(limit.substring(0, limit.length() - 1));
    }

    private static List<String> delay(Manifests manifests) {
        List<String> command = new ArrayList<>();
        manifests.container().at("/lifecycle/preStop/exec/command").forEach(word -> command.add(word.asString()));
        return command;
    }

    private static int grace(Manifests manifests) {
        return manifests.pod().path("terminationGracePeriodSeconds").asInt();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void there_is_time_for_the_delay_the_listeners_and_the_end(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        int delay = Integer.parseInt(delay(manifests).getLast());
        int limit = seconds(limit(manifests));
        assertThat(limit).as("listeners have longer than the delay").isGreaterThan(delay);
        assertThat(grace(manifests)).isGreaterThan(delay + limit);
    }

    @ParameterizedTest
    @CsvSource({"600,10", "86400,3600", "2,1"})
    void the_limit_is_told_to_playhead_and_to_kubernetes(int limit, int delay) {
        Manifests manifests = Chart.render(draining(limit, delay));
        assertThat(seconds(limit(manifests))).isEqualTo(limit);
        assertThat(delay(manifests)).containsExactly("sleep", Integer.toString(delay));
        assertThat(grace(manifests)).isGreaterThan(limit + delay);
    }

    @ParameterizedTest
    @CsvSource({"5,5", "5,6", "1,30"})
    void a_limit_no_longer_than_the_delay_is_refused(int limit, int delay) {
        assertThatThrownBy(() -> Chart.render(draining(limit, delay)))
                .hasMessageContaining("shutdown.limitSeconds must be longer than shutdown.delaySeconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout-per-shutdown-phase", "timeoutPerShutdownPhase"})
    void a_limit_that_kubernetes_would_not_know_is_refused(String property) {
        ObjectNode values = draining(30, 5);
        values.withObject("/config/spring/lifecycle").put(property, "10m");
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("use shutdown.limitSeconds");
    }

    @Test
    void neither_by_the_environment() {
        ObjectNode values = draining(30, 5);
        values.putArray("env")
                .addObject()
                .put("name", "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE")
                .put("value", "10m");
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("use shutdown.limitSeconds");
    }

    @Test
    void the_delay_is_a_command_that_ends_well() throws Exception {
        Process process = new ProcessBuilder(delay(Chart.render(draining(2, 1)))).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void without_a_delay_nothing_is_run() {
        JsonNode container = Chart.render(draining(30, 0)).container();
        assertThat(container.has("lifecycle")).isFalse();
    }

    @Test
    void a_listener_in_mid_body_has_the_limit_of_the_chart_and_no_more() throws Exception {
        Manifests manifests = Chart.render(draining(6, 1));
        RunningPlayhead playhead = RunningPlayhead.start(Map.of(LIMIT, limit(manifests)));
        Duration limit = Duration.ofSeconds(6);
        byte[] octets = new byte[LENGTH];
        new Random(LENGTH).nextBytes(octets);
        String path = recorded(playhead, octets);
        try (Listener late = Listener.of(playhead, path);
                Listener endless = Listener.of(playhead, path);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long started = System.nanoTime();
            CompletableFuture<byte[]> cut =
                    CompletableFuture.supplyAsync(() -> endless.listen(limit.multipliedBy(3)), threads);
            CompletableFuture<byte[]> whole = CompletableFuture.supplyAsync(
                    () -> late.listen(limit.multipliedBy(3).dividedBy(4)), threads);
            playhead.close();
            long took = System.nanoTime() - started;
            assertThat(Arrays.equals(whole.get(10, TimeUnit.SECONDS), octets))
                    .as("every octet arrived")
                    .isTrue();
            assertThat(cut.get(10, TimeUnit.SECONDS)).hasSizeLessThan(LENGTH);
            assertThat(Duration.ofNanos(took))
                    .isBetween(limit.minusMillis(100), Duration.ofSeconds(grace(manifests) - 1));
        }
    }

    /** @return the path of the media */
    private static String recorded(RunningPlayhead playhead, byte[] octets) throws IOException {
        UUID recording = UUID.randomUUID();
        Path file = Files.write(playhead.root().resolve(recording + ".wav"), octets);
        int call =
                TestCall.of(RunningPlayhead.TENANT_M).recording(recording, file).insertInto(playhead.database());
        return "/1.0/cdr/" + call + "/recordings/" + recording + "/media";
    }
}
