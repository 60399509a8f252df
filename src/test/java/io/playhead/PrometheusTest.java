package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus gets, and who else gets it. */
class PrometheusTest {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int WARM = 20;
    private static final int ROUNDS = 10;

    /** Micrometer's own meters, which promtool would have named otherwise. */
    private static final Set<String> NOT_OURS_TO_NAME =
            Set.of("jvm_compilation_time_ms_total", "process_cpu_time_ns_total", "system_cpu_count");

    private static RunningPlayhead playhead;

    @BeforeAll
    static void warm() {
        playhead = RunningPlayhead.shared();
        Traffic.drive(playhead);
    }

    @Test
    void metrics_come_as_prometheus_text() {
        RawHttp.Answer answer = RawHttp.once(playhead.managementPort(), "GET", "/actuator/prometheus");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;version=0.0.4;charset=utf-8");
        assertThat(answer.text()).doesNotContain("# EOF").contains("# TYPE playhead_http_requests_seconds histogram");
    }

    @Test
    void metrics_come_as_openmetrics_to_who_asks_for_it() {
        RawHttp.Answer answer = RawHttp.once(
                playhead.managementPort(),
                "GET",
                "/actuator/prometheus",
                "Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/openmetrics-text;version=1.0.0;charset=utf-8");
        assertThat(answer.text()).endsWith("# EOF\n").contains("# TYPE playhead_http_ranges counter");
    }

    @Test
    void the_machinery_has_meters_too() {
        Scrape scrape = Scrape.of(playhead);

        assertThat(scrape.types().keySet())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_gc_memory_allocated_bytes_total",
                        "jvm_buffer_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_cpu_usage",
                        "process_files_open_files",
                        "process_uptime_seconds",
                        "playhead_direct_memory_used_bytes",
                        "playhead_direct_memory_limit_bytes",
                        "netty_allocator_memory_used_bytes",
                        "netty_eventexecutor_workers",
                        "netty_eventexecutor_tasks_pending_tasks",
                        "r2dbc_pool_acquired_connections",
                        "r2dbc_pool_idle_connections",
                        "r2dbc_pool_pending_connections",
                        "playhead_build_info");
        assertThat(scrape.sum("netty_eventexecutor_workers")).isPositive();
        assertThat(scrape.sum("playhead_build_info")).isEqualTo(1);
    }

    @Test
    void every_family_says_what_it_is() {
        Scrape scrape = Scrape.of(playhead);

        assertThat(scrape.helps().keySet()).containsAll(scrape.types().keySet());
        scrape.helps().forEach((name, help) -> assertThat(help.strip()).as(name).isNotEmpty());
    }

    /** The machine may be busy with other things: one round undisturbed is enough. */
    @Test
    void a_warm_scrape_takes_less_than_50_milliseconds() {
        try (RawHttp http = RawHttp.plain(playhead.managementPort())) {
            LongStream.range(0, WARM).forEach(round -> scrape(http));
            long fastest = LongStream.range(0, ROUNDS)
                    .map(round -> medianOfNine(http))
                    .min()
                    .orElseThrow();

            assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
        }
    }

    private static long medianOfNine(RawHttp http) {
        return LongStream.range(0, 9).map(round -> scrape(http)).sorted().toArray()[4];
    }

    private static long scrape(RawHttp http) {
        long started = System.nanoTime();
        assertThat(http.request("GET", "/actuator/prometheus").status()).isEqualTo(200);
        return System.nanoTime() - started;
    }

    @Test
    void series_do_not_grow_with_tenants_recordings_and_paths() {
        Set<String> before = Scrape.of(playhead).ownSeries();

        for (int round = 0; round < 3; round++) {
            Traffic.drive(playhead);
        }

        assertThat(Scrape.of(playhead).ownSeries()).isEqualTo(before);
    }

    @Test
    void no_label_has_an_id() {
        assertThat(Scrape.of(playhead).samples())
                .allSatisfy(sample -> assertThat(sample.labels().values())
                        .as(sample.name())
                        .noneMatch(value -> UUID.matcher(value).find())
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("token")));
    }

    @Test
    void a_range_is_counted_with_what_became_of_it() {
        Scrape before = Scrape.of(playhead);

        Traffic.drive(playhead);

        Scrape after = Scrape.of(playhead);
        for (String kind : List.of("none", "single", "multiple", "ignored", "unsatisfiable")) {
            assertThat(difference(before, after, "playhead_http_ranges_total", "kind", kind))
                    .as(kind)
                    .isPositive();
        }
        assertThat(difference(before, after, "playhead_http_ranges_total", "kind", "multiple"))
                .isEqualTo(3);
        assertThat(difference(before, after, "playhead_http_aborted_streams_total"))
                .isEqualTo(1);
        assertThat(difference(before, after, "playhead_http_first_byte_seconds_count", "status", "2xx"))
                .isPositive();
        assertThat(after.sum("playhead_http_active_streams")).isZero();
    }

    @Test
    void a_row_that_must_be_loaded_is_one_miss() {
        Scrape before = Scrape.of(playhead);
        String path = "/1.0/cdr/1/recordings/" + java.util.UUID.randomUUID() + "/media";

        RawHttp.once(playhead.port(), "GET", path, "X-Auth-Token: " + RunningPlayhead.TOKEN_X);

        // a load is counted when it has ended, which may be after the answer
        Traffic.eventually(
                "the miss is counted",
                () -> difference(before, Scrape.of(playhead), "playhead_media_row_lookups_total", "result", "miss")
                        > 0);
        Scrape after = Scrape.of(playhead);
        assertThat(difference(before, after, "playhead_media_row_lookups_total", "result", "miss"))
                .isEqualTo(1);
        assertThat(difference(before, after, "playhead_media_row_lookups_total", "result", "hit"))
                .isZero();
    }

    private static double difference(Scrape before, Scrape after, String name, String... labels) {
        return after.sum(name, labels) - before.sum(name, labels);
    }

    @Test
    void a_scrape_is_not_counted_as_a_request() {
        double before = Scrape.of(playhead).sum("playhead_http_requests_seconds_count");

        assertThat(Scrape.of(playhead).sum("playhead_http_requests_seconds_count"))
                .isEqualTo(before);
    }

    @Test
    void only_health_and_metrics_are_exposed() {
        RawHttp.Answer links = RawHttp.once(playhead.managementPort(), "GET", "/actuator");

        Set<String> names = Pattern.compile("\"([a-z-]+)\":\\{\"href\"")
                .matcher(links.text())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(names).isEqualTo(Set.of("self", "health", "health-path", "prometheus"));
        for (String other : List.of("env", "beans", "metrics", "heapdump", "loggers", "shutdown", "configprops")) {
            assertThat(RawHttp.once(playhead.managementPort(), "GET", "/actuator/" + other)
                            .status())
                    .as(other)
                    .isEqualTo(404);
        }
    }

    @Test
    void the_management_port_has_nothing_but_management() {
        String token = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
        String media = "/1.0/cdr/1/recordings/" + java.util.UUID.randomUUID() + "/media";
        for (String path : List.of(
                "/",
                "/index.html",
                "/app.js",
                "/session",
                "/sign-in",
                "/1.0/cdr",
                "/1.0/cdr/1",
                "/api/call-logd/1.0/cdr",
                media,
                "/actuator/../1.0/cdr",
                "/actuatory")) {
            RawHttp.Answer answer = RawHttp.once(playhead.managementPort(), "GET", path, token);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).as(path).isEqualTo("text/html; charset=utf-8");
        }
        assertThat(RawHttp.once(playhead.managementPort(), "POST", media + "/tickets", token, "Content-Length: 0")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void the_public_port_has_no_management() {
        for (String path :
                List.of("/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/health/liveness")) {
            assertThat(RawHttp.once(playhead.port(), "GET", path).status())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void promtool_finds_nothing_wrong() throws IOException, InterruptedException {
        assumeTrue(isThere("promtool"), "promtool is not on this machine");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = promtool.getOutputStream()) {
            in.write(Scrape.of(playhead).text().getBytes(StandardCharsets.UTF_8));
        }
        String found = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        promtool.waitFor();

        assertThat(found.lines().filter(line -> !NOT_OURS_TO_NAME.contains(line.split(" ")[0])))
                .isEmpty();
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(folder -> java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, program)));
    }
}
