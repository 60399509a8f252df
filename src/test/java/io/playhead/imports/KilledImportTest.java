package io.playhead.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.PlayheadApplication;
import io.playhead.imports.Monitor.Printed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed loses nothing of what it said, and the next goes on. */
class KilledImportTest {

    private static final int FILES = 10 * Import.BATCH;

    private final UUID tenant = UUID.randomUUID();
    private final Monitor monitor = Monitor.create();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void the_next_run_does_the_rest_and_nothing_twice() throws Exception {
        byte[] octets = Monitor.wave(8);
        for (int number = 0; number < FILES; number++) {
            monitor.file("in-100-555-20240131-121314-17067%05d.1.wav".formatted(number), octets);
        }
        Path printed = folder.resolve("printed");
        Process process = command().redirectOutput(printed.toFile()).start();
        Eventually.holds("some are imported", Duration.ofSeconds(60), () -> lines(printed) >= Import.BATCH);
        process.destroyForcibly().waitFor();

        long said = imported(printed);
        int done = monitor.rows();
        Printed rest = monitor.run("--pattern=freepbx", "--create-calls", "--tenant=" + tenant);

        assertThat(said).isLessThanOrEqualTo(done);
        assertThat(done).isPositive().isLessThan(FILES);
        assertThat(done % Import.BATCH).isZero();
        assertThat(rest.count("there")).isEqualTo(done);
        assertThat(rest.count("imported")).isEqualTo(FILES - done);
        assertThat(monitor.rows()).isEqualTo(FILES);
        assertThat(monitor.calls(tenant)).isEqualTo(FILES);
    }

    private ProcessBuilder command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PlayheadApplication.class.getName(),
                "import",
                "--pattern=freepbx",
                "--create-calls",
                "--tenant=" + tenant,
                "--zone=UTC",
                "--playhead.database.url=" + monitor.database().url(),
                "--playhead.database.username=" + monitor.database().username(),
                "--playhead.database.password=" + monitor.database().password(),
                "--playhead.storage.disk.roots[0].path=" + monitor.root()));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors").toFile());
    }

    private static long lines(Path printed) {
        try (Stream<String> lines = Files.lines(printed)) {
            return lines.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long imported(Path printed) throws IOException {
        try (Stream<String> lines = Files.lines(printed)) {
            return lines.filter(line -> line.endsWith("}") && line.contains("\"imported\""))
                    .count();
        }
    }
}
