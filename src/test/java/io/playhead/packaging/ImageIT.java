package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The image, built from the Dockerfile and run. */
class ImageIT {

    private static final Pattern LINK = Pattern.compile("Playhead is ready: http://localhost:\\d+/#sign-in=(\\S+) ");
    private static final Pattern GRACEFULLY = Pattern.compile("Graceful shutdown complete");
    private static final String CACHE = "playhead.aot";
    private static final int USER = 10001;

    @RegisterExtension
    static final BuiltImage image = new BuiltImage();

    @Test
    void every_step_of_the_dockerfile_was_run() throws IOException {
        String log = image.log().replaceAll("\\s+", " ");

        assertThat(Dockerfile.read(Path.of("Dockerfile")).instructions())
                .filteredOn(instruction -> instruction.name().equals("RUN"))
                .isNotEmpty()
                .allSatisfy(step ->
                        assertThat(log).contains(": RUN " + step.arguments().replaceAll("\\s+", " ")));
    }

    @Test
    void what_it_is_made_of_belongs_to_root_and_cannot_be_changed() throws IOException {
        try (Stream<Path> files = Files.walk(image.root().resolve("app"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> {
                assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
                assertThat((int) Files.getAttribute(file, "unix:mode") & 0022).isZero();
            });
        }
        Path data = image.root().resolve("data");
        assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo(USER);
        assertThat((int) Files.getAttribute(data, "unix:mode") & 0777).isEqualTo(0700);
    }

    @Test
    void nothing_of_the_build_is_left_in_it() throws IOException {
        try (Stream<Path> app = Files.list(image.root().resolve("app"))) {
            assertThat(app.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("app.jar", "lib", "java.args", "memory.args", CACHE);
        }
        for (String place : List.of("image", "layers", "build", "built.jar", "usr/bin/mvn", "src")) {
            assertThat(Files.exists(image.root().resolve(place), LinkOption.NOFOLLOW_LINKS))
                    .as(place)
                    .isFalse();
        }
    }

    @Test
    void unconfigured_it_is_the_demonstration_entered_by_the_link_in_its_log() throws IOException {
        try (StartedImage started = new StartedImage(image, Map.of())) {
            String code = started.said(LINK).group(1);
            assertThat(RawHttp.once(started.port(), "GET", "/session").status()).isNotEqualTo(200);

            RawHttp.Answer entered = signIn(started, code);
            assertThat(entered.status()).isEqualTo(200);
            String token = entered.text().replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
            assertThat(RawHttp.once(started.port(), "GET", "/1.0/cdr?limit=1", "X-Auth-Token: " + token)
                            .status())
                    .isEqualTo(200);
            assertThat(signIn(started, code).status()).isEqualTo(403);
            assertThat(image.exit(
                            Map.of("TOKEN", token), List.of("bash", "-c", "[ \"$(cat /data/demo-token)\" = $TOKEN ]")))
                    .as("it is the one that the manual tells how to read")
                    .isZero();

            assertThat(started.health()).isZero();
            assertThat(isMapped(started)).as("the cache is in use").isTrue();
            List<ProcessHandle> processes = started.processes();
            assertThat(processes).as("Java and PostgreSQL").hasSizeGreaterThan(1);
            for (ProcessHandle process : processes) {
                assertThat(Files.getAttribute(Path.of("/proc", Long.toString(process.pid())), "unix:uid"))
                        .isEqualTo(USER);
            }

            assertThat(started.stop()).as("128 and SIGTERM").isEqualTo(143);
            assertThat(started.said(GRACEFULLY)).isNotNull();
            assertThat(started.processes()).isEmpty();
            assertThat(started.health()).isNotZero();
        }
    }

    private static RawHttp.Answer signIn(StartedImage started, String code) {
        String body = "{\"code\":\"" + code + "\"}";
        try (RawHttp http = RawHttp.plain(started.port())) {
            http.send("POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            return http.answer(false);
        }
    }

    /** Java ends at once if it cannot use the cache in this mode. */
    @Test
    void the_cache_is_good_for_another_heap() throws IOException {
        try (StartedImage started = new StartedImage(image, elsewhere("-Xmx192m -XX:AOTMode=on"))) {
            assertThat(isMapped(started)).isTrue();
        }
    }

    @Test
    void it_starts_without_the_cache_where_that_is_not_good() throws IOException {
        try (StartedImage started = new StartedImage(image, elsewhere("-XX:+UseCompactObjectHeaders"))) {
            assertThat(isMapped(started)).isFalse();
        }
    }

    private static Map<String, String> elsewhere(String options) {
        return Map.of("PLAYHEAD_DATA", "/tmp/data", "JDK_JAVA_OPTIONS", options);
    }

    private static boolean isMapped(StartedImage started) throws IOException {
        Path maps = Path.of("/proc", Long.toString(started.java().pid()), "maps");
        return Files.readString(maps).contains("/app/" + CACHE);
    }
}
