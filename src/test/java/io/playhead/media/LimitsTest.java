package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What ends a connection: one too many, a long rest, a head that does not end, a client that takes nothing. */
class LimitsTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final String REQUEST = " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n\r\n";
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 8;
    private static final int LENGTH = 20_000_000;

    private static RunningPlayhead playhead;

    @BeforeAll
    static void start() {
        playhead = RunningPlayhead.start(Map.of(
                "playhead.http.connections", "" + CONNECTIONS,
                "playhead.http.keep-alive", "1s",
                "playhead.http.request-head", "1s",
                "playhead.http.stalled", "1s",
                "playhead.storage.disk.idle", "300ms"));
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    @AfterEach
    void every_connection_is_counted_out() {
        Eventually.holds("no connection is open", SOON, () -> gauge("playhead.http.connections") == 0);
    }

    private static double gauge(String name) {
        return playhead.bean(MeterRegistry.class).get(name).gauge().value();
    }

    private static double refused() {
        return playhead.bean(MeterRegistry.class)
                .get("playhead.http.refused.connections")
                .counter()
                .count();
    }

    private static double stalled() {
        return playhead
                .bean(MeterRegistry.class)
                .find("playhead.http.aborted.streams")
                .tag("reason", "stalled")
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static RawHttp connect() {
        return RawHttp.plain(playhead.port());
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** A body has begun and waits for its reader, who has room for little. */
    private static RawHttp begun(StoredMedia media) {
        try {
            RawHttp http = connect();
            http.socket().setReceiveBufferSize(16_384);
            http.send("GET " + media.path() + REQUEST);
            assertThat(http.head().header("Content-Length")).isEqualTo("" + LENGTH);
            return http;
        } catch (SocketException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long rest(RawHttp http) {
        byte[] into = new byte[65_536];
        long total = 0;
        try {
            for (int read = http.read(into, into.length); read >= 0; read = http.read(into, into.length)) {
                total += read;
            }
        } catch (IOException reset) {
            return total;
        }
        return total;
    }

    @Test
    void one_connection_too_many_is_closed_at_once_and_counted_and_the_others_go_on() {
        StoredMedia media = StoredMedia.of(playhead, new byte[] {1, 2, 3});
        double before = refused();
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int index = 0; index < CONNECTIONS; index++) {
                RawHttp http = connect();
                open.add(http);
                assertThat(http.request("GET", media.path(), TOKEN).status()).isEqualTo(200);
            }
            long started = System.nanoTime();
            try (RawHttp tooMany = connect()) {
                assertThat(tooMany.closedByServer()).isTrue();
            }
            assertThat(since(started)).isLessThan(LIMIT);
            assertThat(refused() - before).isEqualTo(1);
            assertThat(open.getLast().request("GET", media.path(), TOKEN).status())
                    .isEqualTo(200);

            open.removeFirst().close();
            Eventually.holds("the place is free", SOON, () -> gauge("playhead.http.connections") < CONNECTIONS);
            RawHttp next = connect();
            open.add(next);
            assertThat(next.request("GET", media.path(), TOKEN).status()).isEqualTo(200);
        } finally {
            open.forEach(RawHttp::close);
        }
    }

    @Test
    void a_connection_that_rests_is_closed_after_the_limit_and_not_before() {
        StoredMedia media = StoredMedia.of(playhead, new byte[] {1, 2, 3});
        try (RawHttp http = connect()) {
            for (int round = 0; round < 4; round++) {
                assertThat(http.request("GET", media.path(), TOKEN).status()).isEqualTo(200);
                LockSupport.parkNanos(LIMIT.dividedBy(2).toNanos());
            }
            long started = System.nanoTime();
            assertThat(http.closedByServer()).isTrue();
            assertThat(since(started)).isLessThan(LIMIT.multipliedBy(2));
        }
    }

    @Test
    void a_connection_on_which_nothing_comes_is_closed() {
        long started = System.nanoTime();
        try (RawHttp http = connect()) {
            assertThat(http.closedByServer()).isTrue();
            assertThat(since(started)).isBetween(LIMIT.dividedBy(2), LIMIT.multipliedBy(3));
        }
    }

    @Test
    void a_head_that_comes_octet_by_octet_is_cut_at_the_limit() {
        long started = System.nanoTime();
        try (RawHttp http = connect()) {
            http.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            Eventually.holds("the connection is closed", SOON, () -> !takes(http));
            assertThat(since(started)).isBetween(LIMIT.dividedBy(2), LIMIT.multipliedBy(3));
        }
    }

    @Test
    void the_head_of_a_second_request_has_the_same_limit() {
        StoredMedia media = StoredMedia.of(playhead, new byte[] {1, 2, 3});
        try (RawHttp http = connect()) {
            assertThat(http.request("GET", media.path(), TOKEN).status()).isEqualTo(200);
            long started = System.nanoTime();
            Eventually.holds("the connection is closed", SOON, () -> !takes(http));
            assertThat(since(started)).isLessThan(LIMIT.multipliedBy(3));
        }
    }

    private static boolean takes(RawHttp http) {
        try {
            http.send("x");
            return true;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    @Test
    void a_client_that_takes_nothing_is_closed_and_counted() {
        double before = stalled();
        try (RawHttp http = begun(StoredMedia.of(playhead, StoredMedia.noise(LENGTH)))) {
            Eventually.holds("it is counted", SOON, () -> stalled() - before == 1);
            assertThat(rest(http)).isLessThan(LENGTH);
        }
        assertThat(stalled() - before).isEqualTo(1);
    }

    @Test
    void a_client_that_takes_little_but_steadily_gets_it_all() throws IOException {
        double before = stalled();
        byte[] into = new byte[16_384];
        try (RawHttp http = begun(StoredMedia.of(playhead, StoredMedia.noise(LENGTH)))) {
            long total = 0;
            long started = System.nanoTime();
            while (since(started).compareTo(LIMIT.multipliedBy(4)) < 0) {
                total += http.read(into, into.length);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(total).as("read slowly").isLessThan(LENGTH / 2);
            assertThat(total + rest(http)).isEqualTo(LENGTH);
        }
        assertThat(stalled()).isEqualTo(before);
    }

    @Test
    void a_file_is_let_go_when_nobody_has_asked_for_it_for_a_while() {
        Eventually.holds("none is open", SOON, () -> gauge("playhead.storage.open.files") == 0);
        StoredMedia media = StoredMedia.of(playhead, StoredMedia.noise(LENGTH));
        try (RawHttp http = begun(media)) {
            assertThat(gauge("playhead.storage.open.files")).isEqualTo(1);
            assertThat(rest(http)).isEqualTo(LENGTH);
        }
        Eventually.holds("none is open", SOON, () -> gauge("playhead.storage.open.files") == 0);
    }
}
