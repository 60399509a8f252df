package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.PlayheadApplication;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.storage.HaltingDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/**
 * Killed before each step of taking a recording in: readers elsewhere see all of it or nothing, who sends it again has it,
 * and the next start takes away what is left.
 */
class KilledIngestTest {

    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");
    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final byte[] WAVE = SentForm.wave(1000, 1);
    private final Set<String> recordings = new TreeSet<>();

    @Test
    void at_each_step_readers_see_all_or_nothing_and_the_same_again_succeeds() throws Exception {
        try (RunningPlayhead reader = RunningPlayhead.start(Map.of())) {
            Monitor monitor = Monitor.of(reader, RunningPlayhead.TENANT_U);
            for (String step : HaltingDisk.STEPS) {
                assertThat(answered(step, reader, monitor)).as(step).isFalse();
            }
            assertThat(answered("none", reader, monitor)).isTrue();

            // the last start has swept
            Eventually.holds(
                    "only recordings are left", SOON, () -> monitor.files().equals(recordings));
        }
    }

    /** By a process of its own. */
    private boolean answered(String haltBefore, RunningPlayhead reader, Monitor monitor) throws Exception {
        UUID uuid = UUID.randomUUID();
        Path log = Files.createTempFile("playhead-killed", ".log");
        Process process = start(reader, haltBefore, log);
        try {
            boolean answered = answered(port(process, log), uuid);
            if (!answered) {
                Eventually.holds("the process is gone", SOON, () -> !process.isAlive());
                assertThat(text(log)).contains("halted before: " + haltBefore);
            }
            seenWhole(reader, monitor, uuid, answered);
            recordings.add(uuid + ".wav");
            return answered;
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean answered(int port, UUID uuid) {
        try {
            return SentForm.of(SentForm.call(uuid), WAVE).post(port, TOKEN).status() == 201;
        } catch (UncheckedIOException killed) {
            return false;
        }
    }

    private static void seenWhole(RunningPlayhead reader, Monitor monitor, UUID uuid, boolean answered) {
        // what the process had begun is rolled back when the database notices that it is gone
        Eventually.holds("no transaction is under way", SOON, () -> Sql.number(reader.database(), """
                        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                          AND state LIKE 'idle in transaction%'""") == 0);
        int rows = monitor.rows(uuid);
        assertThat(rows).as("rows").isIn(0, 3);
        if (rows == 3) {
            assertPlays(reader, uuid);
        }
        Answer again = SentForm.of(SentForm.call(uuid), WAVE).post(reader.port(), TOKEN);
        assertThat(again.status()).as(again.text()).isEqualTo(rows == 3 ? 200 : 201);
        assertThat(answered && rows == 0).as("what was answered is there").isFalse();
        assertThat(monitor.rows(uuid)).isEqualTo(3);
        assertPlays(reader, uuid);
        assertThat(monitor.files()).contains(uuid + ".wav");
    }

    private static void assertPlays(RunningPlayhead reader, UUID uuid) {
        int call = Sql.number(reader.database(), "SELECT call_log_id FROM call_logd_recording WHERE uuid = ?", uuid);
        Answer media = RawHttp.once(reader.port(), "GET", "/1.0/cdr/" + call + "/recordings/" + uuid + "/media", TOKEN);
        assertThat(media.status()).isEqualTo(200);
        assertThat(media.body()).isEqualTo(WAVE);
    }

    private static Process start(RunningPlayhead reader, String step, Path log) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        settings.put("spring.main.sources", HaltingDisk.class.getName());
        settings.put("playhead.renditions.warm-up", "false");
        for (String name : List.of(
                "playhead.database.url",
                "playhead.database.username",
                "playhead.database.password",
                "playhead.storage.disk.roots[0].path",
                "playhead.access.authority",
                "playhead.access.static.file",
                "playhead.access.secret")) {
            settings.put(name, reader.bean(Environment.class).getRequiredProperty(name));
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + HaltingDisk.STEP + "=" + step,
                "-cp",
                System.getProperty("java.class.path"),
                PlayheadApplication.class.getName()));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** The first that it names is the public one. */
    private static int port(Process process, Path log) {
        Eventually.holds("it has started", READY, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(text(log));
            }
            return text(log).contains("Started ") && PORT.matcher(text(log)).find();
        });
        Matcher port = PORT.matcher(text(log));
        return port.find() ? Integer.parseInt(port.group(1)) : -1;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
