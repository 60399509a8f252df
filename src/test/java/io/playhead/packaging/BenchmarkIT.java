package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's command works, and its servers answer it. Its figures are not judged: they are the machine's too. */
@EnabledIfEnvironmentVariable(
        named = "PLAYHEAD_TEST_BENCHMARK",
        matches = "required",
        disabledReason = "takes two minutes, and installs nginx, wrk and Caddy")
class BenchmarkIT {

    /** Two minutes on an idle machine, and the time to install and to train on another. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    Path folder;

    @Test
    void a_quick_run_measures_every_server_without_an_error() throws IOException, InterruptedException {
        Path printed = folder.resolve("tables.md");
        Path said = folder.resolve("said");
        Process run = new ProcessBuilder("src/bench/run", "--quick")
                .redirectOutput(printed.toFile())
                .redirectError(said.toFile())
                .start();
        boolean ended = run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        run.destroy();

        assertThat(ended).as("in time: %s", Files.readString(said)).isTrue();
        assertThat(run.exitValue()).as(Files.readString(said)).isZero();
        List<String> tables = Files.readAllLines(printed);
        for (String kind : List.of("1 KiB range", "64 KiB range", "whole 20 MB")) {
            for (String server : List.of("Playhead", "nginx", "nginx, `tcp_nopush off`", "nginx, `auth_request`")) {
                assertThat(tables)
                        .as("without an error")
                        .anyMatch(row ->
                                row.startsWith("| " + kind + " | 16 | " + server + " | ") && row.endsWith(" | 0 |"));
            }
        }
        assertThat(tables)
                .anyMatch(row -> row.contains("start to first answer"))
                .anyMatch(row -> row.contains("memory (RSS of Java), idle"))
                .anyMatch(row -> row.contains("memory (RSS) after the load"))
                .anyMatch(row -> row.contains("readers at 16 KB/s") && row.contains("failed | ≤ 0 | 0 |"))
                .anyMatch(row -> row.contains("descriptors of one file | = 1 | 1 |"));
    }
}
