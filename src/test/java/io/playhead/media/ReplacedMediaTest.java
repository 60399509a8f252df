package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A file is put where another was, or its row is corrected, while its sound is kept. */
class ReplacedMediaTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final RunningPlayhead playhead = RunningPlayhead.shared();

    private Answer get(String target, String... headers) {
        String all = headers.length == 0 ? "X-Nobody: 1" : headers[0];
        return RawHttp.once(playhead.port(), "GET", target, TOKEN, all);
    }

    private String tag(StoredMedia media) {
        Answer answer = get(media.path() + "?format=wav");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Objects.requireNonNull(answer.header("ETag"));
    }

    private void place(StoredMedia media, Path path) {
        Sql.run(
                playhead.database(),
                "UPDATE call_logd_recording SET path = ? WHERE uuid = ?",
                path.toString(),
                media.uuid());
    }

    @Test
    void what_is_restored_with_its_time_is_played_on() throws IOException {
        StoredMedia media = StoredMedia.shipped(playhead, "support-line-gsm.wav");
        byte[] before = get(media.path() + "?format=wav").body();
        Path copy = media.file().resolveSibling(media.uuid() + ".copy");
        Files.copy(media.file(), copy, StandardCopyOption.COPY_ATTRIBUTES);

        Files.move(copy, media.file(), StandardCopyOption.REPLACE_EXISTING);

        for (String format : new String[] {"mp3", "opus", "ogg"}) {
            assertThat(get(media.path() + "?format=" + format).status()).isEqualTo(200);
        }
        assertThat(get(media.path() + "?format=wav").body()).isEqualTo(before);
    }

    @Test
    void what_is_moved_and_told_of_is_played_on() throws IOException {
        StoredMedia media = StoredMedia.shipped(playhead, "support-line-gsm.wav");
        get(media.path() + "?format=wav", "Range: bytes=0-9");
        Path elsewhere = media.file().resolveSibling(media.uuid() + "-moved.wav");
        Files.move(media.file(), elsewhere);
        place(media, elsewhere);

        Eventually.holds(
                "it is played", SOON, () -> get(media.path() + "?format=mp3").status() == 200);
    }

    /** Some sound without a header. */
    private static byte[] headerless() {
        byte[] wave = StoredMedia.octets("invoice-ulaw.wav");
        return Arrays.copyOfRange(wave, 58, 80_058);
    }

    @Test
    void octets_that_are_understood_otherwise_have_another_validator() throws IOException {
        StoredMedia media = StoredMedia.of(playhead, ".ulaw", headerless());
        String before = tag(media);
        byte[] heard = get(media.path() + "?format=wav").body();
        Path corrected = media.file().resolveSibling(media.uuid() + ".alaw");
        Files.move(media.file(), corrected);
        place(media, corrected);

        Eventually.holds("it is heard as what it is", SOON, () -> {
            Answer answer = get(media.path() + "?format=wav");
            return answer.status() == 200 && !Arrays.equals(answer.body(), heard);
        });
        assertThat(tag(media)).isNotEqualTo(before);
    }
}
