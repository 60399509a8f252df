package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.pcm.Programs;
import io.playhead.pcm.Samples;
import io.playhead.rendition.OpusSounds.Counted;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ffmpeg makes of the files. */
class OpusDecodedTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "8000, 1, 107", "8000, 1, 108", "8000, 1, 109", "8000, 1, 7948", "8000, 1, 7949", "8000, 1, 39948",
        "8000, 1, 39949", "8000, 2, 83221", "12000, 1, 50001", "16000, 2, 33333", "24000, 1, 48001", "48000, 2, 961"
    })
    void the_sound_lasts_to_the_frame(int hertz, int channels, int frames) throws IOException {
        Samples medley = OpusSounds.medley(hertz, channels, frames);
        int expected = frames * (48_000 / hertz) * channels;
        short[] ogg = decoded("a.ogg", new OpusOggRecipe().of(medley));
        assertThat(ogg).hasSize(expected);
        short[] mp4 = decoded("a.mp4", new OpusMp4Recipe().of(medley));
        // Some versions of ffmpeg play the last packet of an MP4 file to its end, whatever the file says.
        assertThat(mp4.length).isBetween(expected, expected + 959 * channels);
        assertThat(Arrays.copyOf(mp4, expected)).isEqualTo(ogg);
        assertThat(duration("a.mp4")).isEqualTo(frames * (48_000L / hertz));
    }

    /** MP4 says so too; but some versions of ffmpeg play nothing of an eighth of a millisecond. */
    @Test
    void one_frame_and_none_are_sounds() throws IOException {
        assertThat(decoded("a.ogg", new OpusOggRecipe().of(OpusSounds.medley(8000, 1, 1))))
                .hasSize(6);
        assertThat(decoded("a.ogg", new OpusOggRecipe().of(OpusSounds.medley(8000, 1, 0))))
                .isEmpty();
        decoded("a.mp4", new OpusMp4Recipe().of(OpusSounds.medley(8000, 1, 1)));
        assertThat(duration("a.mp4")).isEqualTo(6);
        assertThat(new OpusMp4Recipe().of(OpusSounds.medley(8000, 1, 0)).chunks())
                .isEqualTo(2);
    }

    /** Longer than 32 bits can count, in time and, at most bit rates, in octets. The sound itself is left out. */
    @ParameterizedTest
    @CsvSource({"8000, 1, 24, 30", "8000, 2, 128, 80"})
    void days_are_no_trouble(int hertz, int channels, int kilobits, int hours) throws IOException {
        Samples days = new Counted(hertz, channels, 3600L * hours * hertz + 1, new AtomicLong());
        Rendering mp4 = new OpusMp4Recipe(kilobits).of(days);
        try (var file = new RandomAccessFile(folder.resolve("a.mp4").toFile(), "rw")) {
            file.write(mp4.chunk(0));
            file.seek(mp4.start(mp4.chunks() - 1));
            file.write(mp4.chunk(mp4.chunks() - 1));
            assertThat(file.length()).isEqualTo(mp4.length());
        }
        assertThat(duration("a.mp4")).isEqualTo(3600L * hours * 48_000 + 48_000 / hertz);
    }

    private short[] decoded(String name, Rendering opus) throws IOException {
        Files.write(folder.resolve(name), OpusSounds.whole(opus));
        Programs.run(folder, "ffmpeg", "-v error -nostdin -y -i " + name + " -f s16le -c:a pcm_s16le decoded");
        assertThat(folder.resolve("log")).isEmptyFile();
        return Programs.read(folder.resolve("decoded"));
    }

    /** In the time base of 48 kHz. */
    private long duration(String name) throws IOException {
        Programs.run(folder, "ffprobe", "-v error -show_entries stream=duration_ts -of csv=p=0 " + name);
        return Long.parseLong(Files.readString(folder.resolve("log")).strip());
    }
}
