package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.Eventually;
import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A shutdown lets listeners finish, within a limit. */
class ShutdownTest {

    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final int LENGTH = 20_000_000;
    private static final int PIECE = 64 * 1024;

    private static RawHttp begun(RunningPlayhead playhead, StoredMedia media) throws IOException {
        RawHttp http = RawHttp.plain(playhead.port());
        http.socket().setReceiveBufferSize(16_384);
        http.send("GET " + media.path() + " HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: " + RunningPlayhead.TOKEN_M
                + "\r\n\r\n");
        assertThat(http.head().header("Content-Length")).isEqualTo("" + LENGTH);
        return http;
    }

    /** Octets of a body that is read in pieces with pauses between them, until it ends or the connection does. */
    private static long read(RawHttp http, Duration pause) {
        byte[] into = new byte[PIECE];
        long total = 0;
        try {
            while (total < LENGTH) {
                int read = http.read(into, PIECE);
                if (read < 0) {
                    return total;
                }
                total += read;
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (IOException cut) {
            return total;
        }
        return total;
    }

    private static double aborted(MeterRegistry meters, String reason) {
        return meters.find("playhead.http.aborted.streams").tag("reason", reason).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void a_listener_finishes_while_nobody_new_is_let_in_and_who_takes_too_long_is_cut() throws Exception {
        RunningPlayhead playhead =
                RunningPlayhead.start(Map.of("spring.lifecycle.timeout-per-shutdown-phase", LIMIT.toSeconds() + "s"));
        int port = playhead.port();
        try (RawHttp steady = begun(playhead, StoredMedia.of(playhead, StoredMedia.noise(LENGTH)));
                RawHttp endless = begun(playhead, StoredMedia.of(playhead, StoredMedia.noise(LENGTH)));
                RawHttp resting = RawHttp.plain(port);
                LogWatch log = new LogWatch()) {
            assertThat(resting.request("GET", "/1.0/cdr/1").status()).isEqualTo(401);
            MeterRegistry meters = playhead.bean(MeterRegistry.class);
            long started = System.nanoTime();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(playhead::close);
            Eventually.holds("nobody new is let in", LIMIT, () -> refuses(port));
            CompletableFuture<Long> cut = CompletableFuture.supplyAsync(() -> read(endless, Duration.ofMillis(100)));

            assertThat(read(steady, Duration.ofMillis(5))).isEqualTo(LENGTH);
            assertThat(System.nanoTime() - started)
                    .as("the listener took its time")
                    .isGreaterThan(LIMIT.toNanos() / 8);

            assertThat(closing).succeedsWithin(LIMIT.plusSeconds(6));
            assertThat(resting.closedByServer()).isTrue();
            assertThat(cut.get(10, TimeUnit.SECONDS)).isLessThan(LENGTH);
            assertThat(System.nanoTime() - started)
                    .as("the other had its chance")
                    .isGreaterThan(LIMIT.toNanos() * 3 / 4);
            assertThat(log.lines()).contains("event=drain-ended cut=1");
            assertThat(aborted(meters, "client")).isZero();
            assertThatThrownBy(() -> RawHttp.plain(port)).hasRootCauseInstanceOf(ConnectException.class);
        }
    }
}
