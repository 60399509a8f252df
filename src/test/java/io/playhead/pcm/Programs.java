package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * sox and ffmpeg, who are right about what a file sounds like. Where one is not on the path, the test is skipped, unless
 * {@code PLAYHEAD_TEST_AUDIO=required}: then it fails.
 */
public final class Programs {

    private Programs() {}

    /** @param arguments apart at spaces */
    public static void run(Path folder, String program, String arguments) {
        boolean required = "required".equals(System.getenv("PLAYHEAD_TEST_AUDIO"));
        assumeTrue(required || isInstalled(program), program + " is not installed");
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments.strip().split(" +")));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", command, Files.readString(folder.resolve("log")))
                    .isZero();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** A file of samples without a header, little-endian. */
    public static void write(Path file, short[] samples) throws IOException {
        var octets = ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        octets.asShortBuffer().put(samples);
        Files.write(file, octets.array());
    }

    public static short[] read(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        short[] samples = new short[octets.length / Short.BYTES];
        ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
