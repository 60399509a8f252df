package io.playhead.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.PlayheadApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as a shell sees them: a program that prints, and ends with a status. */
class CommandProcessTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private record Ended(int status, String out, String err) {}

    @Test
    void what_is_printed_is_sql_alone_and_nothing_is_started() throws Exception {
        Ended schema = run("schema", "--role=wächter");

        assertThat(schema.err()).isEmpty();
        assertThat(schema.status()).isZero();
        assertThat(schema.out()).startsWith("-- ").contains("GRANT USAGE ON SCHEMA public, playhead TO \"wächter\";");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_command_finds_what_is_configured_in_a_file_and_fails_in_a_sentence() throws Exception {
        Files.writeString(
                folder.resolve("application.yaml"), "playhead: {database: {url: 'postgresql://localhost:1/none'}}");

        Ended indexes = run("indexes", "--make");

        assertThat(indexes.status()).isEqualTo(1);
        assertThat(indexes.err())
                .startsWith("indexes: playhead.database.url: ")
                .contains("localhost:1")
                .doesNotContain("\tat ");
        assertThat(indexes.out()).isEmpty();
    }

    @Test
    void a_command_that_is_unknown_is_refused() throws Exception {
        Ended unknown = run("scheme");

        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .startsWith("there is no command scheme.")
                .contains("schema [--role=name]", "indexes", "verify-audit");
        assertThat(unknown.out()).isEmpty();
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=US-ASCII",
                "-Dsun.jnu.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                PlayheadApplication.class.getName()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
