package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Programs;
import io.playhead.pcm.Sounds;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ffmpeg hears, which knows LAME's header. */
class Mp3DecodedTest {

    @TempDir
    private Path folder;

    /** Of less than 47 samples ffmpeg keeps some that come before: it forgets what to skip in the last frame. */
    @ParameterizedTest
    @CsvSource({"8000, 1", "8000, 2", "12000, 1", "16000, 2", "24000, 1", "32000, 1", "48000, 1", "48000, 2"})
    void lasts_as_long_as_the_sound_to_the_sample(int hertz, int channels) throws IOException {
        int frame = hertz < 32_000 ? 576 : 1152;
        assertLasting(hertz, channels, List.of(47, frame - 1, frame, frame + 1, 7_919));
    }

    @ParameterizedTest
    @CsvSource({"8000, 1, 576", "48000, 1, 1152"})
    void lasts_as_long_where_a_chunk_ends(int hertz, int channels, int frame) throws IOException {
        int chunk = 128 * frame - 1105;
        assertLasting(hertz, channels, List.of(chunk - 1, chunk, chunk + 1));
    }

    private void assertLasting(int hertz, int channels, List<Integer> lengths) throws IOException {
        for (int at = 0; at < lengths.size(); at++) {
            write(at, hertz, channels, lengths.get(at), new Mp3Recipe());
        }
        decode(lengths.size());
        for (int at = 0; at < lengths.size(); at++) {
            assertThat(heard(at).length / channels).as("frames at %d Hz", hertz).isEqualTo(lengths.get(at));
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 1", "8000, 2", "16000, 1", "48000, 2"})
    void lasts_as_long_at_every_bit_rate(int hertz, int channels) throws IOException {
        List<Integer> bitRates = Mp3Recipe.bitRates(hertz, channels);
        for (int at = 0; at < bitRates.size(); at++) {
            write(at, hertz, channels, 7_001, new Mp3Recipe(bitRates.get(at)));
        }
        decode(bitRates.size());
        for (int at = 0; at < bitRates.size(); at++) {
            assertThat(heard(at).length / channels)
                    .as("frames at %d kbit/s", bitRates.get(at))
                    .isEqualTo(7_001);
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 0, 216", "8000, 1, 216", "48000, 0, 192", "48000, 1, 192"})
    void next_to_no_sound_is_two_frames_that_decode_clean(int hertz, int frames, int octets) throws IOException {
        write(0, hertz, 1, frames, new Mp3Recipe());
        assertThat(Files.size(folder.resolve("0.mp3"))).isEqualTo(3L * octets);
        decode(1);
    }

    @Test
    void stands_where_it_stood_and_keeps_its_channels() throws IOException {
        short[] left = Sounds.music(16_000, 60_000);
        short[] right = Sounds.dtmf(16_000, 60_000);
        write(0, new Mp3Recipe().of(new ArraySamples(16_000, 2, Sounds.stereo(left, right))));
        decode(1);
        short[] heard = heard(0);
        assertThat(Loudness.ratio(left, every(heard, 0), 0, left.length)).isGreaterThan(18);
        assertThat(Loudness.ratio(right, every(heard, 1), 0, right.length)).isGreaterThan(18);
    }

    /** ffprobe counts what stands before and after the sound too, as it does for LAME's own files. */
    @Test
    void the_duration_is_known_from_the_first_frame() throws IOException {
        write(0, 8000, 1, 576 * 300 - 1105, new Mp3Recipe());
        try (OutputStream more = Files.newOutputStream(folder.resolve("head.mp3"))) {
            more.write(Files.readAllBytes(folder.resolve("0.mp3")), 0, 216 * 6);
        }
        Programs.run(folder, "ffprobe", "-v error -show_entries stream=duration -of csv=p=0 0.mp3");
        assertThat(seconds()).isCloseTo(300 * 0.072, within(1e-6));
        Programs.run(folder, "ffprobe", "-v quiet -show_entries stream=duration -of csv=p=0 head.mp3");
        assertThat(seconds()).isCloseTo(300 * 0.072, within(1e-6));
    }

    private double seconds() throws IOException {
        return Double.parseDouble(Files.readString(folder.resolve("log")).strip());
    }

    private void write(int name, int hertz, int channels, int frames, Recipe recipe) throws IOException {
        write(name, recipe.of(new ArraySamples(hertz, channels, Sounds.music(hertz, frames * channels))));
    }

    private void write(int name, Rendering mp3) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name + ".mp3"))) {
            for (int chunk = 0; chunk < mp3.chunks(); chunk++) {
                file.write(mp3.chunk(chunk));
            }
        }
    }

    /**
     * Files of the names 0 up to before {@code count}; nothing may be said about them. ffmpeg is told that they are MP3,
     * as by a media type: of two frames alone it would guess.
     */
    private void decode(int count) throws IOException {
        StringBuilder arguments = new StringBuilder("-v error -y");
        for (int at = 0; at < count; at++) {
            arguments.append(" -f mp3 -i ").append(at).append(".mp3");
        }
        for (int at = 0; at < count; at++) {
            arguments
                    .append(" -map ")
                    .append(at)
                    .append(" -f s16le ")
                    .append(at)
                    .append(".raw");
        }
        Programs.run(folder, "ffmpeg", arguments.toString());
        assertThat(folder.resolve("log")).isEmptyFile();
    }

    private short[] heard(int name) throws IOException {
        return Programs.read(folder.resolve(name + ".raw"));
    }

    private static short[] every(short[] stereo, int channel) {
        short[] one = new short[stereo.length / 2];
        for (int at = 0; at < one.length; at++) {
            one[at] = stereo[2 * at + channel];
        }
        return one;
    }
}
