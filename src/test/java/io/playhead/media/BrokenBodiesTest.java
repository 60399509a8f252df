package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.SecurePlayhead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that do not come to their end: by the client, by the file, by a client that takes nothing. */
class BrokenBodiesTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final int LENGTH = 20_000_000;

    private static RunningPlayhead playhead(boolean secure) {
        return secure ? SecurePlayhead.shared() : RunningPlayhead.shared();
    }

    private static RawHttp begun(boolean secure, StoredMedia media) {
        int port = playhead(secure).port();
        RawHttp http = secure ? RawHttp.secure(port) : RawHttp.plain(port);
        http.send("GET " + media.path() + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n\r\n");
        assertThat(http.head().header("Content-Length")).isEqualTo("" + LENGTH);
        return http;
    }

    private static double aborted(boolean secure, String reason) {
        return playhead(secure)
                .bean(MeterRegistry.class)
                .find("playhead.http.aborted.streams")
                .tag("reason", reason)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static boolean quiet(boolean secure) {
        return Objects.requireNonNull(playhead(secure)
                                .bean(MeterRegistry.class)
                                .find("playhead.http.active.streams")
                                .gauge())
                        .value()
                == 0;
    }

    private static void eventually(BooleanSupplier condition) {
        Eventually.holds("the end of a broken body", Duration.ofSeconds(10), condition::getAsBoolean);
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

    private static boolean open(Path file) {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).equals(file);
                } catch (IOException closedMeanwhile) {
                    return false;
                }
            });
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_client_that_goes_away_ends_its_stream_and_is_counted_once(boolean secure) {
        double before = aborted(secure, "client");
        StoredMedia media = StoredMedia.of(playhead(secure), StoredMedia.noise(LENGTH));
        try (RawHttp http = begun(secure, media)) {
            eventually(() -> !quiet(secure));
        }
        eventually(() -> quiet(secure) && aborted(secure, "client") > before);
        assertThat(aborted(secure, "client") - before).isEqualTo(1);
    }

    @Test
    void the_file_of_a_client_that_went_away_is_closed() {
        StoredMedia media = StoredMedia.of(playhead(true), StoredMedia.noise(LENGTH));
        try (RawHttp http = begun(true, media)) {
            assertThat(open(media.file())).isTrue();
        }
        eventually(() -> !open(media.file()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_file_that_shrinks_never_gives_a_body_that_looks_whole(boolean secure) throws IOException {
        double before = aborted(secure, "source");
        StoredMedia media = StoredMedia.of(playhead(secure), StoredMedia.noise(LENGTH));
        try (RawHttp http = begun(secure, media)) {
            try (FileChannel file = FileChannel.open(media.file(), StandardOpenOption.WRITE)) {
                file.truncate(1000);
            }
            assertThat(rest(http)).isLessThan(LENGTH);
        }
        eventually(() -> quiet(secure));
        assertThat(aborted(secure, "source") - before).isEqualTo(1);
    }

    @Test
    void a_client_that_takes_nothing_is_closed_and_counted() {
        double before = aborted(true, "stalled");
        try (RawHttp http = begun(true, StoredMedia.of(playhead(true), StoredMedia.noise(LENGTH)))) {
            eventually(() -> aborted(true, "stalled") - before == 1);
            assertThat(rest(http)).isLessThan(LENGTH);
        }
    }

    @Test
    void a_file_that_was_replaced_has_another_tag_and_a_range_of_the_old_one_is_the_whole() throws IOException {
        StoredMedia media = StoredMedia.of(playhead(false), StoredMedia.noise(1000));
        try (RawHttp http = RawHttp.plain(playhead(false).port())) {
            Answer first = http.request("GET", media.path(), TOKEN, "Range: bytes=0-9");
            byte[] longer = StoredMedia.noise(1500);
            Files.write(media.file(), longer);
            Answer next =
                    http.request("GET", media.path(), TOKEN, "Range: bytes=10-19", "If-Range: " + first.header("ETag"));
            assertThat(next.status()).isEqualTo(200);
            assertThat(next.body()).isEqualTo(longer);
            assertThat(next.header("ETag")).isNotEqualTo(first.header("ETag"));
        }
    }
}
