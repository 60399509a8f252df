package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Playhead in a container of the image, by its entry point, on free ports of this machine. */
final class StartedImage implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(90);

    private final int port = freePort();
    private final int managementPort = freePort();
    private final BuiltImage image;
    private final Path output;
    private final Process process;

    /** Comes back when it is ready. */
    StartedImage(BuiltImage image, Map<String, String> environment) {
        this.image = image;
        this.output = image.newFile();
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(ports());
        this.process = image.start(output, all, image.words("/Entrypoint"));
        Eventually.holds("it is ready", READY, this::isReady);
    }

    private Map<String, String> ports() {
        return Map.of(
                "SERVER_PORT", Integer.toString(port), "MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
    }

    private boolean isReady() {
        assertThat(process.isAlive()).as("it runs: %s", output()).isTrue();
        try {
            return RawHttp.once(managementPort, "GET", "/actuator/health/readiness")
                            .status()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for a line of the log. */
    Matcher said(Pattern pattern) {
        Eventually.holds(
                pattern.pattern(), READY, () -> pattern.matcher(output()).find());
        Matcher found = pattern.matcher(output());
        assertThat(found.find()).isTrue();
        return found;
    }

    /** @return how the image's own check ends */
    int health() {
        List<String> test = image.words("/Healthcheck/Test");
        assertThat(test).startsWith("CMD");
        return image.exit(ports(), test.subList(1, test.size()));
    }

    /** Java itself, which whoever runs the image would see as its first process. */
    ProcessHandle java() {
        return process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/bin/java"))
                .findFirst()
                .orElseThrow();
    }

    /** All that began in the container: they know its ports. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(each -> variables(each).contains("MANAGEMENT_SERVER_PORT=" + managementPort))
                .toList();
    }

    private static List<String> variables(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"))
                    .split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** By the signal that the image names. @return how it ended */
    int stop() {
        java().destroy();
        return BuiltImage.wait(process);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
