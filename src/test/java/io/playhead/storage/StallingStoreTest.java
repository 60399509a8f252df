package io.playhead.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file system that stalls holds up nobody but its own readers, and one that refuses is told apart. */
class StallingStoreTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final Duration STALL = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMillis(50);
    private static final int CLIENTS = 16;
    private static final int REQUESTS = 500;
    private static final int ATTEMPTS = 3;
    private static final byte[] OCTETS = new byte[4000];

    @TempDir
    static Path folder;

    private static Path near;
    private static Path far;
    private static RunningPlayhead playhead;

    static {
        for (int index = 0; index < OCTETS.length; index++) {
            OCTETS[index] = (byte) (index * 31);
        }
    }

    /** Named by a property, so that nothing finds it by scanning. */
    static class Disks {

        @Bean
        @Primary
        Disk weatherly() {
            return new Weatherly();
        }
    }

    /** Stalls in one folder, and refuses what is called so. */
    private static final class Weatherly implements Disk {

        private final Map<FileChannel, Path> channels = new ConcurrentHashMap<>();

        private static void stall(Path path) {
            if (path.startsWith(far)) {
                LockSupport.parkNanos(STALL.toNanos());
            }
        }

        @Override
        public Stat stat(Path path) throws IOException {
            stall(path);
            return Disk.super.stat(path);
        }

        @Override
        public FileChannel open(Path real) throws IOException {
            stall(real);
            if (real.getFileName().toString().startsWith("forbidden")) {
                throw new AccessDeniedException(real.toString());
            }
            FileChannel channel = Disk.super.open(real);
            channels.put(channel, real);
            return channel;
        }

        @Override
        public ByteBuf read(FileChannel channel, long position, int length) throws IOException {
            stall(channels.getOrDefault(channel, near));
            return Disk.super.read(channel, position, length);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        near = Files.createDirectory(folder.resolve("near")).toRealPath();
        far = Files.createDirectory(folder.resolve("far")).toRealPath();
        playhead = RunningPlayhead.start(Map.of(
                "spring.main.sources", Disks.class.getName(),
                "playhead.storage.disk.roots[0].path", near.toString(),
                "playhead.storage.disk.roots[1].path", far.toString(),
                "playhead.storage.disk.roots[1].local", "false"));
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    private static String recording(Path root, String name) throws IOException {
        Path file = Files.write(root.resolve(name), OCTETS);
        UUID uuid = UUID.randomUUID();
        int call = TestCall.of(RunningPlayhead.TENANT_M).recording(uuid, file).insertInto(playhead.database());
        return "/1.0/cdr/" + call + "/recordings/" + uuid + "/media";
    }

    @Test
    void others_are_answered_at_once_while_sixteen_wait_for_a_store_that_stalls() throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        List<String> wrong = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int index = 0; index < CLIENTS; index++) {
            String path = recording(far, UUID.randomUUID() + ".wav");
            clients.add(Thread.ofPlatform().start(() -> waitFor(path, going, answered, wrong)));
        }
        try {
            String path = recording(near, UUID.randomUUID() + ".wav");
            long best = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && best > MOST.toNanos(); attempt++) {
                best = Math.min(best, slowestButOneInAHundred(path));
            }
            assertThat(Duration.ofNanos(best)).as("p99").isLessThan(MOST);
        } finally {
            going.set(false);
            for (Thread client : clients) {
                client.join(Duration.ofSeconds(60));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(answered.get()).as("those that waited have their answers").isGreaterThanOrEqualTo(CLIENTS);
    }

    private static void waitFor(String path, AtomicBoolean going, AtomicInteger answered, List<String> wrong) {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            do {
                long started = System.nanoTime();
                RawHttp.Answer answer = http.request("GET", path, TOKEN);
                boolean stalled = System.nanoTime() - started >= STALL.toNanos();
                if (answer.status() != 200 || !Arrays.equals(answer.body(), OCTETS) || !stalled) {
                    synchronized (wrong) {
                        wrong.add(answer.status() + " " + answer.text());
                    }
                }
                answered.incrementAndGet();
            } while (going.get());
        }
    }

    /** The 99th percentile of many short ranges, each of which is looked at. In nanoseconds. */
    private static long slowestButOneInAHundred(String path) {
        long[] times = new long[REQUESTS];
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            for (int index = 0; index < REQUESTS; index++) {
                int start = index * 7;
                long began = System.nanoTime();
                RawHttp.Answer answer = http.request("GET", path, TOKEN, "Range: bytes=" + start + "-" + (start + 99));
                times[index] = System.nanoTime() - began;
                assertThat(answer.status()).isEqualTo(206);
                assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(OCTETS, start, start + 100));
            }
        }
        Arrays.sort(times);
        return times[REQUESTS * 99 / 100];
    }

    @Test
    void a_file_that_may_not_be_read_is_told_by_its_name() throws IOException {
        String name = "forbidden-" + UUID.randomUUID() + ".wav";
        RawHttp.Answer answer = RawHttp.once(playhead.port(), "GET", recording(near, name), TOKEN);
        assertThat(answer.status()).isEqualTo(500);
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("error_id").asString()).isEqualTo("recording-media-permission-denied");
        assertThat(body.path("details").path("recording_path").asString()).isEqualTo(name);
        assertThat(answer.text()).doesNotContain(near.toString());
        assertThat(answer.header("Retry-After")).isNull();
    }
}
