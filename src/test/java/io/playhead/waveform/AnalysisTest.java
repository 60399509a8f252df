package io.playhead.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Samples;
import io.playhead.pcm.Sounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AnalysisTest {

    private static final int FRAMES = 2_300_011;

    @Test
    void the_whole_is_kept_in_few_pixels() throws IOException {
        assertThat(Window.whole(0, 1)).isEqualTo(new Window(0, 0, 64));
        assertThat(Window.whole(57_601_097, 1).samplesPerPixel()).isEqualTo(2048);
        assertThat(Window.whole(57_601_097, 2).samplesPerPixel()).isEqualTo(4096);
        assertThat(Window.whole(Long.MAX_VALUE / 512, 256).samplesPerPixel()).isEqualTo(1 << 30);
        assertThat(KeptAnalysis.write(Analysis.of(noise(2, 2 * FRAMES)))).hasSizeLessThan(130 * 1024);
    }

    @RepeatedTest(40)
    void any_kept_pixel_has_the_lowest_and_highest_of_its_samples(RepetitionInfo round) throws IOException {
        Random random = new Random(round.getCurrentRepetition());
        int channels = 1 + random.nextInt(4);
        ArraySamples sound = noise(channels, 1 + random.nextInt(300_000) * channels);
        Peaks peaks = Analysis.of(sound).peaks();
        assertThat(peaks.length()).isEqualTo((int) Math.ceilDiv(sound.frames(), peaks.samplesPerPixel()));
        assertPeaks(peaks, sound, new Window(0, sound.frames(), peaks.samplesPerPixel()));
    }

    @RepeatedTest(60)
    void any_window_that_is_read_or_lies_on_kept_pixels_is_exact(RepetitionInfo round) throws IOException {
        Random random = new Random(round.getCurrentRepetition());
        ArraySamples sound = FiveMinutes.STEREO;
        Analysis analysis = FiveMinutes.ANALYSED;
        int kept = analysis.peaks().samplesPerPixel();
        boolean aligned = random.nextBoolean();
        long from = aligned ? random.nextInt(2000) * (long) kept : random.nextInt(1_000_000);
        long to = aligned ? sound.frames() : from + random.nextInt(1_000_000);
        int samplesPerPixel = aligned ? kept * (1 + random.nextInt(20)) : Window.LEAST + random.nextInt(5000);
        Window window = new Window(from, to, samplesPerPixel);
        assertThat(analysis.zoom().reads(window)).as("%s", window).isEqualTo(!aligned);
        assertPeaks(analysis.peaks(window, sound), sound, window);
    }

    @RepeatedTest(20)
    void any_other_window_shows_no_more_than_one_kept_pixel_beside_it(RepetitionInfo round) throws IOException {
        Random random = new Random(round.getCurrentRepetition());
        ArraySamples sound = FiveMinutes.STEREO;
        Analysis analysis = FiveMinutes.ANALYSED;
        int kept = analysis.peaks().samplesPerPixel();
        Window window = new Window(1 + random.nextInt(1000), sound.frames(), kept + 1 + random.nextInt(30_000));
        assertThat(analysis.zoom().reads(window)).isFalse();
        Peaks peaks = analysis.peaks(window, sound);
        for (int pixel = 0; pixel < peaks.length(); pixel++) {
            long before = Math.max(0, window.start(pixel) - kept);
            long behind = Math.min(sound.frames(), window.end(pixel) + kept);
            short[] inside = extremes(sound, 0, window.start(pixel), window.end(pixel));
            short[] around = extremes(sound, 0, before, behind);
            assertThat(peaks.lowest(0, pixel)).as("%s %d", window, pixel).isBetween(around[0], inside[0]);
            assertThat(peaks.highest(0, pixel)).as("%s %d", window, pixel).isBetween(inside[1], around[1]);
        }
    }

    @Test
    void a_sound_of_nothing_has_no_pixels() throws IOException {
        Samples nothing = new ArraySamples(8000, 2, new short[0]);
        Analysis analysis = Analysis.of(nothing);
        assertThat(analysis.peaks().length()).isZero();
        assertThat(analysis.talk().silence()).isEmpty();
        assertThat(analysis.talk().longestPause()).isEmpty();
        assertThat(analysis.peaks(analysis.zoom().filling(0, 0, 100), nothing).length())
                .isZero();
        assertThat(KeptAnalysis.read(KeptAnalysis.write(analysis))).isPresent();
    }

    @Test
    void what_is_kept_is_read_again() throws IOException {
        short[] speech = Sounds.speech(100_000);
        ArraySamples sound = new ArraySamples(8000, 2, Sounds.stereo(speech, Sounds.music(8000, 100_000)));
        Analysis analysis = Analysis.of(sound);
        Analysis read = KeptAnalysis.read(KeptAnalysis.write(analysis)).orElseThrow();
        assertThat(read.frames()).isEqualTo(100_000);
        assertThat(read.talk()).isEqualTo(analysis.talk());
        assertThat(read.peaks()).usingRecursiveComparison().isEqualTo(analysis.peaks());
    }

    @Test
    void its_weight_is_that_of_its_pixels_and_its_spans() {
        Peaks peaks = new Peaks(8000, 64, List.of(new Peaks.Channel(new short[100], new short[100])));
        List<Span> spans = new ArrayList<>();
        for (int at = 0; at < 50_000; at++) {
            spans.add(new Span(at * 20L, at * 20L + 10));
        }
        Analysis quiet =
                new Analysis(6400, peaks, new TalkMap(8000, 6400, List.of(new TalkMap.Channel(6400, List.of()))));
        Analysis broken = new Analysis(6400, peaks, new TalkMap(8000, 6400, List.of(new TalkMap.Channel(6400, spans))));
        assertThat(quiet.weight()).isEqualTo(1400);
        assertThat(broken.weight()).isEqualTo(1400 + 50_000 * 40);
    }

    @Test
    void what_is_damaged_or_another_versions_is_nothing() throws IOException {
        byte[] kept = KeptAnalysis.write(Analysis.of(new ArraySamples(8000, 1, Sounds.speech(20_000))));
        assertThat(KeptAnalysis.read(new byte[0])).isEmpty();
        assertThat(KeptAnalysis.read(Arrays.copyOf(kept, kept.length / 2))).isEmpty();
        byte[] other = kept.clone();
        other[0]++;
        assertThat(KeptAnalysis.read(other)).isEmpty();
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = kept.clone();
            damaged[1 + random.nextInt(40)] ^= (byte) (1 << random.nextInt(8));
            KeptAnalysis.read(damaged);
        }
    }

    private static void assertPeaks(Peaks peaks, ArraySamples sound, Window window) {
        assertThat(peaks.length()).as("%s", window).isEqualTo(window.pixels());
        for (int channel = 0; channel < sound.channels(); channel++) {
            for (int pixel = 0; pixel < peaks.length(); pixel++) {
                short[] expected = extremes(sound, channel, window.start(pixel), window.end(pixel));
                if (peaks.lowest(channel, pixel) != expected[0] || peaks.highest(channel, pixel) != expected[1]) {
                    assertThat(new short[] {peaks.lowest(channel, pixel), peaks.highest(channel, pixel)})
                            .as("%s: channel %d, pixel %d", window, channel, pixel)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static short[] extremes(ArraySamples sound, int channel, long from, long to) {
        short[] extremes = {Short.MAX_VALUE, Short.MIN_VALUE};
        for (long frame = from; frame < to; frame++) {
            short sample = sound.interleaved()[(int) frame * sound.channels() + channel];
            extremes[0] = (short) Math.min(extremes[0], sample);
            extremes[1] = (short) Math.max(extremes[1], sample);
        }
        return extremes;
    }

    /** Quiet, with louder moments: full scale everywhere would look the same everywhere. */
    private static ArraySamples noise(int channels, int samples) {
        short[] noise = new short[samples / channels * channels];
        Random random = new Random(samples);
        for (int at = 0; at < noise.length; at++) {
            noise[at] = (short) (random.nextInt(0x1_0000) >> random.nextInt(16));
            noise[at] -= (short) (random.nextInt(100) - 50);
        }
        return new ArraySamples(8000, channels, noise);
    }

    private static final class FiveMinutes {

        static final ArraySamples STEREO = noise(2, 2 * FRAMES);
        static final Analysis ANALYSED = analysed();

        private static Analysis analysed() {
            try {
                return Analysis.of(STEREO);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
