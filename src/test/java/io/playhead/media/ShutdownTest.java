package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.Eventually;
import io.playhead.Listener;
import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A shutdown lets listeners finish, within a limit. */
class ShutdownTest {

    private static final Duration LIMIT = Duration.ofSeconds(6);
    /** More than the kernel holds at both ends together. */
    private static final int LENGTH = 48_000_000;

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
        byte[] octets = StoredMedia.noise(LENGTH);
        try (Listener late =
                        Listener.of(playhead, StoredMedia.of(playhead, octets).path());
                Listener endless =
                        Listener.of(playhead, StoredMedia.of(playhead, octets).path());
                RawHttp resting = RawHttp.plain(port);
                LogWatch log = new LogWatch();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(resting.request("GET", "/1.0/cdr/1").status()).isEqualTo(401);
            MeterRegistry meters = playhead.bean(MeterRegistry.class);
            long started = System.nanoTime();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(playhead::close, threads);
            CompletableFuture<byte[]> cut =
                    CompletableFuture.supplyAsync(() -> endless.listen(LIMIT.multipliedBy(3)), threads);
            CompletableFuture<byte[]> whole = CompletableFuture.supplyAsync(
                    () -> late.listen(LIMIT.multipliedBy(3).dividedBy(4)), threads);
            Eventually.holds("nobody new is let in", LIMIT, () -> refuses(port));
            assertThat(whole).as("somebody is listening meanwhile").isNotDone();

            byte[] heard = whole.get(20, TimeUnit.SECONDS);
            assertThat(System.nanoTime() - started)
                    .as("the listener took nearly all the time that there is")
                    .isGreaterThan(LIMIT.toNanos() * 3 / 4);
            assertThat(heard).hasSize(LENGTH);
            assertThat(Arrays.equals(heard, octets)).as("every octet is right").isTrue();
            assertThat(refuses(port)).as("nobody new is let in still").isTrue();

            assertThat(closing).succeedsWithin(LIMIT.plusSeconds(6));
            assertThat(resting.closedByServer()).isTrue();
            byte[] begun = cut.get(10, TimeUnit.SECONDS);
            assertThat(begun.length).isPositive().isLessThan(LENGTH);
            assertThat(Arrays.equals(begun, Arrays.copyOf(octets, begun.length)))
                    .as("what came before the cut is right")
                    .isTrue();
            assertThat(System.nanoTime() - started)
                    .as("the other had its chance")
                    .isGreaterThanOrEqualTo(
                            LIMIT.toNanos() - Duration.ofMillis(100).toNanos());
            assertThat(log.lines()).contains("event=drain-ended cut=1");
            assertThat(aborted(meters, "client")).isZero();
            assertThatThrownBy(() -> RawHttp.plain(port)).hasRootCauseInstanceOf(ConnectException.class);
        }
    }
}
