package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The image that buildah builds from the Dockerfile, every step of it, on stand-ins of the images it begins with. All
 * that is buildah's lies in a folder that is removed afterwards. Where buildah is not on the path, or root is not who
 * runs it, the tests are skipped one by one, unless {@code PLAYHEAD_TEST_IMAGE=required}: then they fail.
 */
final class BuiltImage implements ExecutionCondition, BeforeEachCallback, AfterAllCallback {

    private static final String NAME = "localhost/playhead";
    private static final String JAR = System.getProperty("playhead.jar", "");

    private Path folder = Path.of("");
    private String log = "";
    private String container = "";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean test = context.getTestMethod().isPresent();
        boolean required = "required".equals(System.getenv("PLAYHEAD_TEST_IMAGE"));
        return test && !required && !isPossible()
                ? ConditionEvaluationResult.disabled("buildah is not on the path, or this is not root")
                : ConditionEvaluationResult.enabled("");
    }

    private static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"))
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> new File(place, "buildah").canExecute());
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (container.isEmpty()) {
            folder = Files.createTempDirectory("playhead-image");
            settle();
            command("src/test/image/stand-ins", System.getProperty("java.home", ""), JAR);
            log = buildah("bud", "--format=docker", "--pull-never", "--layers=false", "--tag=" + NAME, ".");
            container = buildah("from", "--pull-never", NAME).strip();
        }
    }

    /** Storage without a driver of the kernel's, and no word about registries or signatures: nothing is fetched. */
    private void settle() throws IOException {
        Files.writeString(folder.resolve("storage.conf"), """
                [storage]
                driver = "vfs"
                graphroot = "%1$s/graph"
                runroot = "%1$s/run"
                """.formatted(folder));
        Files.writeString(folder.resolve("registries.conf"), "unqualified-search-registries = []\n");
        Files.writeString(folder.resolve("policy.json"), "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n");
    }

    /** What the build has said. */
    String log() {
        return log;
    }

    /** What the image says of itself to whatever runs it. */
    JsonNode configuration() {
        return JsonMapper.shared()
                .readTree(buildah("inspect", "--type=image", NAME))
                .at("/Docker/config");
    }

    List<String> words(String pointer) {
        return configuration()
                .at(pointer)
                .valueStream()
                .map(word -> word.asString())
                .toList();
    }

    /** Its files, as they are outside. */
    Path root() {
        return Path.of(buildah("mount", container).strip());
    }

    /** As the image's own user, in its own working folder. @return how it ended */
    int exit(Map<String, String> environment, List<String> command) {
        return wait(start(folder.resolve("exit.log"), environment, command));
    }

    Process start(Path output, Map<String, String> environment, List<String> command) {
        List<String> all = new ArrayList<>(List.of("buildah", "run", "--isolation=chroot"));
        environment.forEach((name, value) -> all.add("--env=" + name + "=" + value));
        all.add(container);
        all.add("--");
        all.addAll(command);
        return process(output, all);
    }

    Path newFile() {
        try {
            return Files.createTempFile(folder, "output", ".log");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String buildah(String... arguments) {
        return command(Stream.concat(Stream.of("buildah"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String command(String... command) {
        Path output = newFile();
        int exit = wait(process(output, List.of(command)));
        try {
            String said = Files.readString(output);
            assertThat(exit).as("%s\n%s", String.join(" ", command), said).isZero();
            return said;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Process process(Path output, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "BUILDAH_ISOLATION",
                        "chroot",
                        "CONTAINERS_STORAGE_CONF",
                        folder.resolve("storage.conf").toString(),
                        "CONTAINERS_REGISTRIES_CONF",
                        folder.resolve("registries.conf").toString(),
                        "TMPDIR",
                        folder.toString()));
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static int wait(Process process) {
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("it ends").isTrue();
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (!folder.toString().isEmpty()) {
            buildah("rm", "--all");
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
