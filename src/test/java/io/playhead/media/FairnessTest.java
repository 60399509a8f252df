package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever downloads much is held back, and whoever listens beside is not. */
class FairnessTest {

    private static final int RATE = 1024 * 1024;
    private static final int OF_CALLER = 3;
    private static final int OF_TENANT = 5;
    private static final int RANGE = 65_536;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String ADMINISTRATOR = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final String USER = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final String COLLEAGUE = "X-Auth-Token: " + RunningPlayhead.TOKEN_U2;
    private static final String STRANGER = "X-Auth-Token: " + RunningPlayhead.TOKEN_X;

    private static RunningPlayhead playhead;
    private static Path slowDisk;
    private static byte[] octets;
    private static StoredMedia media;

    @BeforeAll
    static void start() throws IOException {
        slowDisk = Files.createTempDirectory("playhead-slow-disk");
        playhead = RunningPlayhead.start(Map.of(
                "playhead.limits.caller.rate", "1MB",
                "playhead.limits.caller.streams", "" + OF_CALLER,
                "playhead.limits.tenant.rate", "8MB",
                "playhead.limits.tenant.streams", "" + OF_TENANT,
                "playhead.storage.disk.idle", "300ms",
                "playhead.storage.disk.roots[1].path", slowDisk.toString(),
                "playhead.storage.disk.roots[1].local", "false"));
        octets = StoredMedia.noise(20_000_000);
        media = of(playhead.root(), octets);
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    @AfterEach
    void nothing_is_on_its_way_and_nobody_owes_anything() {
        Eventually.holds("no stream is left", SOON, () -> gauge("playhead.http.active.streams") == 0);
        LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
    }

    /** Of tenant U: its users may hear it, and the administrator of the tenant above. */
    private static StoredMedia of(Path folder, byte[] octets) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "recording", ".wav"), octets);
        return StoredMedia.at(playhead, RunningPlayhead.TENANT_U, file);
    }

    private static double gauge(String name) {
        return playhead.bean(MeterRegistry.class).get(name).gauge().value();
    }

    private static double counted(String name, String reason) {
        return playhead.bean(MeterRegistry.class)
                .get(name)
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static RawHttp.Answer get(String token, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = token;
        return RawHttp.once(playhead.port(), "GET", media.path(), all);
    }

    /** A body has begun, and nobody reads it. */
    private static RawHttp begun(String token) {
        RawHttp http = RawHttp.plain(playhead.port());
        http.send("GET " + media.path() + " HTTP/1.1\r\nHost: localhost\r\n" + token + "\r\n\r\n");
        assertThat(http.head().status()).isEqualTo(200);
        return http;
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    @Test
    void a_bulk_download_does_not_slow_a_player() throws InterruptedException, ExecutionException {
        AtomicLong downloaded = new AtomicLong();
        List<RawHttp> bulk = new ArrayList<>();
        List<Duration> answers = new ArrayList<>();
        double paused = counted("playhead.access.paused", "caller-rate");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long started = System.nanoTime();
            List<Future<?>> downloads = new ArrayList<>();
            for (int index = 0; index < OF_CALLER; index++) {
                RawHttp http = begun(ADMINISTRATOR);
                bulk.add(http);
                downloads.add(threads.submit(() -> download(http, downloaded)));
            }
            try (RawHttp player = RawHttp.plain(playhead.port())) {
                for (int range = 0; range < 20; range++) {
                    answers.add(played(player, range * 900_000));
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
            }
            double seconds = since(started).toMillis() / 1000.0;
            long most = (long) (RATE * (seconds + 1)) + OF_CALLER * RANGE;
            assertThat(downloaded.get()).as("in %s s", seconds).isBetween((long) (RATE * seconds * 0.8), most);
            bulk.forEach(RawHttp::close);
            for (Future<?> download : downloads) {
                download.get();
            }
        }
        answers.sort(null);
        assertThat(answers.get(answers.size() / 2)).as("median of %s", answers).isLessThan(Duration.ofMillis(50));
        assertThat(answers.getLast()).as("longest of %s", answers).isLessThan(Duration.ofMillis(500));
        assertThat(counted("playhead.access.paused", "caller-rate")).isGreaterThan(paused);
    }

    private static void download(RawHttp http, AtomicLong downloaded) {
        byte[] into = new byte[RANGE];
        try {
            for (int read = http.read(into, RANGE); read >= 0; read = http.read(into, RANGE)) {
                downloaded.addAndGet(read);
            }
        } catch (IOException closed) {
            // by the test, when it has seen enough
        }
    }

    private static Duration played(RawHttp player, int start) {
        long started = System.nanoTime();
        RawHttp.Answer answer =
                player.request("GET", media.path(), "Range: bytes=" + start + "-" + (start + RANGE - 1), USER);
        Duration taken = since(started);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(octets, start, start + RANGE));
        return taken;
    }

    @Test
    void what_is_held_back_is_whole_from_every_kind_of_root() throws IOException {
        byte[] noise = StoredMedia.noise(3 * RATE + 12_345);
        for (Path folder : List.of(playhead.root(), slowDisk)) {
            StoredMedia large = of(folder, noise);
            for (String token : List.of(USER, COLLEAGUE)) {
                long started = System.nanoTime();
                RawHttp.Answer answer = RawHttp.once(playhead.port(), "GET", large.path(), token);

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(noise);
                assertThat(since(started)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(8));
            }
            LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
        }
    }

    @Test
    void several_ranges_are_held_back_as_one_body() {
        String last = "Range: bytes=0-1999999,5000000-5999999";
        long started = System.nanoTime();
        RawHttp.Answer answer = get(USER, last);

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Type")).startsWith("multipart/byteranges");
        assertThat(answer.body()).hasSizeGreaterThan(3_000_000);
        assertThat(since(started)).isGreaterThan(Duration.ofMillis(1500));
    }

    @Test
    void a_caller_with_too_many_streams_is_asked_to_come_later_and_others_are_not() {
        double refused = counted("playhead.access.refused", "caller-streams");
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int stream = 0; stream < OF_CALLER; stream++) {
                open.add(begun(USER));
            }
            RawHttp.Answer answer = get(USER, "Range: bytes=0-9");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.header("Content-Range")).isNull();
            assertThat(answer.header("ETag")).isNull();
            JsonNode body = JsonMapper.shared().readTree(answer.text());
            assertThat(body.path("error_id").asString()).isEqualTo("too-many-streams");
            assertThat(body.path("details").path("limit").asString()).isEqualTo("caller");
            assertThat(body.path("details").path("streams").asInt()).isEqualTo(OF_CALLER);
            assertThat(body.path("details").path("retry_after").asInt()).isEqualTo(5);
            assertThat(counted("playhead.access.refused", "caller-streams")).isEqualTo(refused + 1);

            assertThat(RawHttp.once(playhead.port(), "HEAD", media.path(), USER).status())
                    .as("no octets, no stream")
                    .isEqualTo(200);
            assertThat(get(USER, "Range: bytes=99999999-").status()).isEqualTo(416);
            assertThat(get(COLLEAGUE, "Range: bytes=0-9").status()).isEqualTo(206);

            open.removeLast().close();
            Eventually.holds(
                    "its place is free",
                    SOON,
                    () -> get(USER, "Range: bytes=0-9").status() == 206);
        } finally {
            open.forEach(RawHttp::close);
        }
    }

    @Test
    void a_tenants_streams_are_limited_whoever_asks() throws IOException {
        double refused = counted("playhead.access.refused", "tenant-streams");
        StoredMedia elsewhere = StoredMedia.at(
                playhead, RunningPlayhead.TENANT_X, Files.write(playhead.root().resolve("x.wav"), new byte[9]));
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int stream = 0; stream < OF_TENANT; stream++) {
                open.add(begun(stream < OF_CALLER ? USER : COLLEAGUE));
            }
            RawHttp.Answer answer = get(ADMINISTRATOR, "Range: bytes=0-9");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.text()).contains("\"too-many-streams\"", "\"tenant\"");
            assertThat(counted("playhead.access.refused", "tenant-streams")).isEqualTo(refused + 1);

            assertThat(RawHttp.once(playhead.port(), "GET", elsewhere.path(), STRANGER)
                            .status())
                    .as("another tenant's")
                    .isEqualTo(200);
        } finally {
            open.forEach(RawHttp::close);
        }
        Eventually.holds(
                "all places are free",
                SOON,
                () -> get(ADMINISTRATOR, "Range: bytes=0-9").status() == 206);
        List<RawHttp> again = new ArrayList<>();
        for (int stream = 0; stream < OF_CALLER; stream++) {
            again.add(begun(ADMINISTRATOR));
        }
        again.forEach(RawHttp::close);
    }

    @Test
    void a_ticket_counts_for_who_had_it_made() {
        String target = media.path();
        RawHttp.Answer made = RawHttp.once(playhead.port(), "POST", target + "/tickets", USER, "Content-Length: 0");
        String byTicket = JsonMapper.shared().readTree(made.text()).path("url").asString();
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int stream = 0; stream < OF_CALLER; stream++) {
                open.add(begun(USER));
            }
            assertThat(RawHttp.once(playhead.port(), "GET", byTicket).status()).isEqualTo(429);
        } finally {
            open.forEach(RawHttp::close);
        }
    }

    @Test
    void ranges_one_after_the_other_on_one_connection_are_one_stream_at_a_time() {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            for (int range = 0; range < 200; range++) {
                assertThat(http.request("GET", media.path(), "Range: bytes=" + range + "-" + (range + 99), USER)
                                .status())
                        .isEqualTo(206);
            }
        }
    }

    @Test
    void a_short_range_of_somebody_who_owes_waits_its_turn_and_not_longer() {
        try (RawHttp bulk = begun(USER)) {
            Eventually.holds("the second at hand is used up", SOON, () -> taken(bulk) > RATE);
            long started = System.nanoTime();
            RawHttp.Answer answer = get(USER, "Range: bytes=100-65635");

            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(octets, 100, 65_636));
            assertThat(since(started)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static long total;

    private static long taken(RawHttp http) {
        byte[] into = new byte[RANGE];
        try {
            total += http.read(into, RANGE);
            return total;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void a_client_that_leaves_in_a_pause_holds_nothing_any_more() {
        for (int round = 0; round < 3; round++) {
            List<RawHttp> open = new ArrayList<>();
            for (int stream = 0; stream < OF_CALLER; stream++) {
                open.add(begun(USER));
            }
            LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
            open.forEach(RawHttp::close);
            Eventually.holds("no stream is left", SOON, () -> gauge("playhead.http.active.streams") == 0);
            Eventually.holds("no file is open", SOON, () -> gauge("playhead.storage.open.files") == 0);
        }
    }
}
