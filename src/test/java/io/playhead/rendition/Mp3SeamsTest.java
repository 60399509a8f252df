package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Programs;
import io.playhead.pcm.Samples;
import io.playhead.pcm.Sounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From 100 ms before each border of chunks to 300 ms after it, against one encoder that never stops, by segments of 20
 * ms. Single segments come out better or worse by a decibel or two, because LAME then chose another way to the same
 * noise; their mean tells whether the border is heard.
 */
class Mp3SeamsTest {

    private static final int SEAMS = 5;

    @TempDir
    private Path folder;

    private static Stream<Arguments> sounds() {
        int frames = (SEAMS * 64 + 60) * 576;
        short[] speech = Sounds.speech(frames);
        short[] later = Arrays.copyOf(Arrays.copyOfRange(speech, 100_000, frames), frames);
        return Stream.of(
                arguments("speech", 8000, 1, speech),
                arguments("music on hold", 8000, 1, Sounds.music(8000, frames)),
                arguments("digits", 8000, 1, Sounds.dtmf(8000, frames)),
                arguments("a tone", 8000, 1, Sounds.tone(8000, frames, 1000, 0.5)),
                arguments("a low tone", 8000, 1, Sounds.tone(8000, frames, 3100, 0.05)),
                arguments("noise at full scale", 8000, 1, Sounds.noise(frames)),
                arguments("two parties", 8000, 2, Sounds.stereo(speech, later)),
                arguments("music at 16 kHz", 16_000, 1, Sounds.music(16_000, frames)),
                arguments("music at 48 kHz", 48_000, 1, Sounds.music(48_000, frames)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sounds")
    void a_seam_is_no_noisier_than_an_encoding_without(String name, int hertz, int channels, short[] sound)
            throws IOException {
        Samples samples = new ArraySamples(hertz, channels, sound);
        short[] seamed = heard(seamed(samples));
        short[] seamless = heard(seamless(samples));
        assertThat(mean(samples, sound, seamed))
                .as("%s, in decibels", name)
                .isGreaterThan(mean(samples, sound, seamless) - 0.3);
    }

    @Test
    void silence_stays_silent() throws IOException {
        Samples silence = new ArraySamples(8000, 1, Sounds.silence(400 * 576));
        short[] heard = heard(seamed(silence));
        assertThat(Loudness.level(heard, 0, heard.length)).isLessThan(-70);
    }

    @Test
    void nothing_is_heard_of_speech_that_ended_before_the_seam() throws IOException {
        short[] sound = Sounds.speech(4 * 64 * 576);
        for (int seam : seams(sound.length, 576)) {
            Arrays.fill(sound, seam - 6000, seam + 6000, (short) 0);
        }
        short[] heard = heard(seamed(new ArraySamples(8000, 1, sound)));
        for (int seam : seams(sound.length, 576)) {
            assertThat(Loudness.level(heard, seam - 4000, seam + 4000)).isLessThan(-70);
        }
    }

    /** Where the first frame of each chunk but the first begins to be heard. */
    private static int[] seams(int frames, int samplesPerFrame) {
        return IntStream.iterate(
                        64 * samplesPerFrame - 1105, at -> at + 20_000 < frames, at -> at + 64 * samplesPerFrame)
                .toArray();
    }

    private static double mean(Samples samples, short[] sound, short[] heard) {
        int channels = samples.channels();
        int tenth = samples.hertz() / 10;
        return Arrays.stream(seams((int) samples.frames(), samples.hertz() < 32_000 ? 576 : 1152))
                .mapToDouble(seam -> Loudness.segmentalRatio(
                        sound, heard, (seam - tenth) * channels, (seam + 3 * tenth) * channels, tenth / 5 * channels))
                .filter(ratio -> !Double.isNaN(ratio))
                .average()
                .orElseThrow();
    }

    private static byte[] seamed(Samples sound) throws IOException {
        Rendering mp3 = new Mp3Recipe().of(sound);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int chunk = 0; chunk < mp3.chunks(); chunk++) {
            whole.write(mp3.chunk(chunk));
        }
        return whole.toByteArray();
    }

    private static byte[] seamless(Samples sound) throws IOException {
        int usual = Mp3Layout.usualBitRate(sound.hertz(), sound.channels());
        Mp3Layout layout = new Mp3Layout(sound.hertz(), sound.channels(), usual);
        int frames = (int) Math.ceilDiv(sound.frames() + 1105, (long) layout.samples());
        int samples = frames * layout.samples() + LameEncoder.LOOKAHEAD;
        short[] read = new short[samples * sound.channels()];
        sound.readPadded(0, samples, read);
        byte[] whole = Arrays.copyOf(InfoFrame.octets(layout, frames, sound.frames()), (1 + frames) * layout.octets());
        LameEncoder encoder = new LameEncoder(layout);
        int end = layout.octets() + encoder.encode(read, 0, LameEncoder.LOOKAHEAD, whole, layout.octets());
        for (int at = LameEncoder.LOOKAHEAD; at < samples; at += layout.samples()) {
            end += encoder.encode(read, at, layout.samples(), whole, end);
        }
        assertThat(end).isEqualTo(whole.length);
        return whole;
    }

    private short[] heard(byte[] mp3) throws IOException {
        Files.write(folder.resolve("a.mp3"), mp3);
        Programs.run(folder, "ffmpeg", "-v error -y -i a.mp3 -f s16le a.raw");
        assertThat(folder.resolve("log")).isEmptyFile();
        return Programs.read(folder.resolve("a.raw"));
    }
}
