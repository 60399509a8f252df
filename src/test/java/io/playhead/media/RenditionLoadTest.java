package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.rendition.Renditions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** One encoder's thread, before which two chunks of a tenant may wait. */
class RenditionLoadTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static RunningPlayhead playhead;
    private static String meeting;

    @BeforeAll
    static void start() {
        playhead = RunningPlayhead.start(Map.of("playhead.renditions.threads", "1", "playhead.renditions.queue", "2"));
        meeting = StoredMedia.shipped(playhead, "board-meeting-gsm-31min.wav").path() + "?format=mp3";
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    @Test
    void beyond_what_may_wait_is_told_to_come_again_and_all_else_is_whole() throws Exception {
        int askers = 24;
        try (ExecutorService threads = Executors.newFixedThreadPool(askers)) {
            List<Future<Answer>> answers = IntStream.range(0, askers)
                    .mapToObj(asker -> threads.submit(() -> part(asker * 200_000, 1000)))
                    .toList();
            int refused = 0;
            for (Future<Answer> one : answers) {
                Answer answer = one.get();
                if (answer.status() == 429) {
                    refused++;
                    assertThat(answer.text()).contains("\"renditions-busy\"");
                    assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
                } else {
                    assertThat(answer.status()).isEqualTo(206);
                    assertThat(answer.body()).hasSize(1000);
                }
            }
            assertThat(refused).isBetween(1, askers - 1);
        }
        assertThat(part(3_000_000, 1000).status()).isEqualTo(206);
        assertThat(meter("playhead.renditions.pool.queued")).isZero();
    }

    @Test
    void who_does_not_read_on_has_little_encoded() throws Exception {
        double before = encoded();
        try (Socket idle = new Socket()) {
            idle.setReceiveBufferSize(4096);
            idle.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), playhead.port()));
            idle.getOutputStream()
                    .write(("GET " + meeting + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            double rested = rested();
            // ten seconds before the kernel, two chunks and the one after them on their way: of 403 in all
            assertThat(rested - before).isBetween(4.0, 20.0);

            read(idle.getInputStream(), 500_000);
            assertThat(rested() - rested).as("goes on with who reads on").isGreaterThan(30);
        }
    }

    /** Held up by other work, so that all the analyses wait. */
    @Test
    void analyses_that_wait_are_counted_refused_and_not_begun_once_nobody_waits() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Disposable work = playhead.bean(Renditions.class)
                .work(RunningPlayhead.TENANT_X, () -> {
                    held.countDown();
                    return gate.await(60, TimeUnit.SECONDS);
                })
                .subscribe();
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        StoredMedia first = StoredMedia.shipped(playhead, "invoice-ulaw.wav");
        StoredMedia second = StoredMedia.shipped(playhead, "invoice-ulaw.wav");
        StoredMedia third = StoredMedia.shipped(playhead, "invoice-ulaw.wav");
        try (Socket one = asking(first);
                Socket other = asking(first)) {
            Eventually.holds("one waits for both", SOON, () -> meter("playhead.renditions.pool.queued") == 1);
            try (Socket next = asking(second)) {
                Eventually.holds("two wait", SOON, () -> meter("playhead.renditions.pool.queued") == 2);
                Answer refused = RawHttp.once(playhead.port(), "GET", waveform(third), TOKEN);
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.text()).contains("\"renditions-busy\"");
                assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
                one.close();
                next.close();
            }
            Eventually.holds("the second is forgotten", SOON, () -> meter("playhead.renditions.pool.queued") == 1);
            other.close();
        }
        Eventually.holds("the first is, too", SOON, () -> meter("playhead.renditions.pool.queued") == 0);
        gate.countDown();
        Eventually.holds("it has ended", SOON, work::isDisposed);
        assertThat(RawHttp.once(playhead.port(), "GET", waveform(third), TOKEN).status())
                .isEqualTo(200);
        assertThat(Sql.run(playhead.database(), "SELECT recording_uuid FROM playhead.recording_analysis"))
                .containsExactly(third.uuid().toString());
    }

    private static String waveform(StoredMedia media) {
        return media.path().replaceAll("/media$", "/waveform");
    }

    private static Socket asking(StoredMedia media) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), playhead.port());
        socket.getOutputStream()
                .write(("GET " + waveform(media) + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void read(InputStream in, int octets) throws IOException {
        assertThat(in.readNBytes(octets)).hasSize(octets);
    }

    /** Chunks encoded when no more come. */
    private static double rested() {
        double[] seen = {-1, 0};
        Eventually.holds("nothing is encoded", Duration.ofSeconds(30), () -> {
            sleep();
            seen[0] = seen[1];
            seen[1] = encoded();
            return seen[0] == seen[1] && seen[1] > 0;
        });
        return seen[1];
    }

    private static void sleep() {
        try {
            Thread.sleep(400);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private static Answer part(int start, int length) {
        return RawHttp.once(
                playhead.port(), "GET", meeting, TOKEN, "Range: bytes=" + start + "-" + (start + length - 1));
    }

    private static double encoded() {
        return playhead.bean(MeterRegistry.class)
                .get("playhead.renditions.encoded")
                .tag("type", "audio/mpeg")
                .functionCounter()
                .count();
    }

    private static double meter(String gauge) {
        return playhead.bean(MeterRegistry.class).get(gauge).gauge().value();
    }
}
