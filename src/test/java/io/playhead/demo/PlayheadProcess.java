package io.playhead.demo;

import io.playhead.Eventually;
import io.playhead.PlayheadApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An unconfigured Playhead in a process of its own, which can be killed. */
final class PlayheadProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Playhead is ready: http://127\\.0\\.0\\.1:(\\d+)/");

    private final Process process;
    private final Path output;

    private PlayheadProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static PlayheadProcess start(Path data) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                PlayheadApplication.class.getName()));
        command.addAll(List.of(Unconfigured.arguments(data)));
        try {
            Path output = Files.createTempFile("playhead-process", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new PlayheadProcess(process, output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until it says where to go. @return the port that it names */
    int ready(Duration limit) {
        Eventually.holds("says that it is ready", limit, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended:\n" + output());
            }
            return READY.matcher(output()).find();
        });
        Matcher ready = READY.matcher(output());
        return ready.find() ? Integer.parseInt(ready.group(1)) : -1;
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As kill -9 does: nothing of it runs any more, what it started does. */
    void kill() {
        process.destroyForcibly();
        Eventually.holds("the killed process is gone", Duration.ofSeconds(10), () -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
    }
}
