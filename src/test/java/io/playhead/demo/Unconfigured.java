package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.OwnEventLoops;
import io.playhead.PlayheadApplication;
import io.playhead.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Playhead as somebody starts it who has configured nothing, within this process, on free ports. */
final class Unconfigured implements AutoCloseable {

    static final String EVERYTHING = "/1.0/cdr?recurse=true&include=state&order=start&direction=asc";

    private static @Nullable Unconfigured shared;

    private final ConfigurableApplicationContext context;
    private final Path data;

    private Unconfigured(ConfigurableApplicationContext context, Path data) {
        this.context = context;
        this.data = data;
    }

    /** The one that most tests use, with its demonstration complete. */
    static synchronized Unconfigured shared() {
        if (shared == null) {
            shared = start(newFolder());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Not there yet. */
    static Path newFolder() {
        try {
            return Files.createTempDirectory("playhead-unconfigured").resolve("data");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Comes back when the demonstration is complete. */
    static Unconfigured start(Path data, String... more) {
        SpringApplication application = new SpringApplication(PlayheadApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(new OwnEventLoops());
        Unconfigured started = new Unconfigured(application.run(arguments(data, more)), data);
        try {
            Eventually.holds("the demonstration is complete", Duration.ofSeconds(90), started::isComplete);
            return started;
        } catch (AssertionError incomplete) {
            started.close();
            throw incomplete;
        }
    }

    static String[] arguments(Path data, String... more) {
        return Stream.concat(
                        Stream.of("--playhead.data=" + data, "--server.port=0", "--management.server.port=0"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private boolean isComplete() {
        return Files.exists(data.resolve("demonstration"));
    }

    int port() {
        return port("local.server.port");
    }

    int managementPort() {
        return port("local.management.port");
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    Path data() {
        return data;
    }

    String kept(String name) {
        return kept(data, name);
    }

    static String kept(Path data, String name) {
        try {
            return Files.readString(data.resolve(name)).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All calls of both tenants, oldest first. */
    List<JsonNode> calls() {
        return calls(port(), kept("demo-token"));
    }

    static List<JsonNode> calls(int port, String token) {
        RawHttp.Answer answer = RawHttp.once(port, "GET", EVERYTHING, "X-Auth-Token: " + token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return elements(JsonMapper.shared().readTree(answer.text()).path("items"));
    }

    static List<JsonNode> recordings(List<JsonNode> calls) {
        return calls.stream()
                .flatMap(call -> elements(call.path("recordings")).stream())
                .toList();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Override
    public void close() {
        context.close();
    }
}
