package io.playhead.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Settings;
import io.playhead.Sql;
import io.playhead.TestCall;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A PBX that only writes files. */
class WatchTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, String> WATCH = Map.of(
            "playhead.storage.watch.enabled", "true",
            "playhead.storage.watch.create-calls", "true",
            "playhead.storage.watch.settle", "1s",
            "playhead.storage.watch.unfinished", "4s",
            "playhead.storage.watch.scan", "1h",
            "playhead.media.row-cache", "0");

    private static RunningPlayhead playhead = RunningPlayhead.start(WATCH);

    private final UUID recording = UUID.randomUUID();
    private final Path folder = playhead.root().resolve(RunningPlayhead.TENANT_U + "/monitor");
    private final Path file = folder.resolve(recording + ".wav");

    @BeforeAll
    static void wait_for_the_first_look() throws IOException {
        // what lay there before is found by the first look
        UUID first = UUID.randomUUID();
        Path folder = Files.createDirectories(playhead.root().resolve(RunningPlayhead.TENANT_U + "/monitor"));
        Files.write(folder.resolve(first + ".wav"), Monitor.wave(10));
        Eventually.holds("the first is registered", SOON, () -> isRegistered(first));
    }

    @AfterAll
    static void close() {
        playhead.close();
    }

    private static boolean isRegistered(UUID uuid) {
        return !Sql.run(playhead.database(), "SELECT 1 FROM call_logd_recording WHERE uuid = ?", uuid)
                .isEmpty();
    }

    private String state() {
        return Sql.run(
                        playhead.database(),
                        "SELECT state || ' ' || frames FROM playhead.recording_facts WHERE recording_uuid = ?",
                        recording)
                .getFirst();
    }

    @Test
    void a_recording_is_registered_when_its_file_is_complete() throws Exception {
        byte[] octets = Monitor.wave(16_000);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int piece = 0; piece < 8; piece++) {
                out.write(
                        octets, piece * octets.length / 8, (piece + 1) * octets.length / 8 - piece * octets.length / 8);
                out.flush();
                Thread.sleep(300);
                assertThat(isRegistered(recording)).isFalse();
            }
        }

        Eventually.holds("it is registered", SOON, () -> isRegistered(recording));
        assertThat(state()).isEqualTo("available 16000");
    }

    @Test
    void a_file_in_a_new_folder_is_noticed_as_well() throws Exception {
        UUID tenant = UUID.randomUUID();
        Path fresh = Files.createDirectories(playhead.root().resolve(tenant + "/monitor"));
        Files.write(fresh.resolve(recording + ".wav"), Monitor.wave(10));

        Eventually.holds("it is registered", SOON, () -> isRegistered(recording));
    }

    @Test
    void a_file_whose_header_is_not_settled_gets_more_time() throws Exception {
        Files.write(file, Arrays.copyOf(Monitor.wave(16_000), 16_044));
        Instant written = Instant.now();

        Eventually.holds("it is registered", SOON, () -> isRegistered(recording));

        assertThat(Duration.between(written, Instant.now())).isGreaterThan(Duration.ofSeconds(3));
        assertThat(state()).isEqualTo("truncated 8000");
    }

    @Test
    void while_a_file_grows_its_recording_is_refused_with_a_time_to_come_again() throws Exception {
        int call =
                TestCall.of(RunningPlayhead.TENANT_U).recording(recording, file).insertInto(playhead.database());
        byte[] octets = Monitor.wave(8000);
        Files.write(file, Arrays.copyOf(octets, 1000));
        Eventually.holds("it is refused", SOON, () -> media(call).status() == 409);

        RawHttp.Answer refused = media(call);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(refused.text())
                .contains("recording-media-being-written")
                .doesNotContain(playhead.root().toString());
        assertThat(get("/1.0/cdr/" + call + "?include=state").text())
                .contains("\"state\": \"recording\"".replace(" ", ""));
        Files.write(file, Arrays.copyOfRange(octets, 1000, octets.length), StandardOpenOption.APPEND);

        Eventually.holds("it plays", SOON, () -> media(call).status() == 200);
        assertThat(media(call).body()).isEqualTo(octets);
    }

    @Test
    void what_is_put_there_whole_plays_at_once() throws Exception {
        Path part = folder.resolve("." + recording + ".part");
        Files.write(part, Monitor.wave(80));
        int call =
                TestCall.of(RunningPlayhead.TENANT_U).recording(recording, file).insertInto(playhead.database());

        Files.move(part, file);

        Instant until = Instant.now().plusMillis(1500);
        while (Instant.now().isBefore(until)) {
            assertThat(media(call).status()).isEqualTo(200);
            Thread.sleep(50);
        }
    }

    @Test
    void where_the_system_tells_nothing_a_look_now_and_then_finds_it() {
        RunningPlayhead remote = RunningPlayhead.start(Map.of(
                "playhead.storage.watch.enabled", "true",
                "playhead.storage.watch.create-calls", "true",
                "playhead.storage.watch.settle", "300ms",
                "playhead.storage.watch.scan", "300ms",
                "playhead.storage.watch.pattern", "freepbx",
                "playhead.storage.watch.tenant", RunningPlayhead.TENANT_U.toString(),
                "playhead.storage.disk.roots[0].local", "false"));
        try {
            Path written = remote.root().resolve("2024/01/31/in-100-5551234-20240131-121314-1706703194.42.wav");
            Files.createDirectories(written.getParent());
            Files.write(written, Monitor.wave(10));

            Eventually.holds(
                    "it is registered",
                    SOON,
                    () -> Sql.run(
                                            remote.database(),
                                            "SELECT 1 FROM call_logd_recording WHERE path = ?",
                                            written.toString())
                                    .size()
                            == 1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            remote.close();
        }
    }

    @Test
    void nobody_watches_unless_it_is_said() {
        assertThat(RunningPlayhead.shared().beans(Watch.class)).isEmpty();
    }

    @Test
    void a_wrong_pattern_names_its_property() {
        assertThatThrownBy(() -> Settings.bound(
                        "playhead.storage.watch",
                        WatchProperties.class,
                        Map.of("enabled", "true"),
                        Map.of("pattern[0]", "{sorce}.wav")))
                .hasStackTraceContaining("playhead.storage.watch.pattern: the pattern has a piece that is unknown");
    }

    private RawHttp.Answer media(int call) {
        return get("/1.0/cdr/" + call + "/recordings/" + recording + "/media?format=original");
    }

    private static RawHttp.Answer get(String path) {
        return RawHttp.once(playhead.port(), "GET", path, "X-Auth-Token: " + RunningPlayhead.TOKEN_U1);
    }
}
