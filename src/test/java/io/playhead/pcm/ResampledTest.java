package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResampledTest {

    static final int[] SOURCES = {6_000, 8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 44_101, 48_000, 96_000};

    @ParameterizedTest
    @MethodSource("changes")
    void a_tone_below_nine_tenths_of_the_lower_nyquist_comes_out_as_it_went_in(int in, int out) throws IOException {
        for (double part : new double[] {0.01, 0.1, 0.37, 0.6, 0.8, 0.9}) {
            double frequency = part * Math.min(in, out) / 2;
            Tone tone = Tone.of(resampled(in, out, Sounds.tone(in, in / 2, frequency, 0.9)), out, frequency);
            assertThat(tone.level()).as("level at %s", frequency).isBetween(0.9 * 0.9999, 0.9 * 1.0001);
            assertThat(tone.lag()).as("lag at %s", frequency).isBetween(-1e-4, 1e-4);
            assertThat(tone.decibelsAboveTheRest()).as("SNR at %s", frequency).isGreaterThan(80);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nothing_above_the_lower_nyquist_comes_through(int in, int out) throws IOException {
        for (double part : new double[] {1.0, 1.003, 1.1, 1.5, 1.9, 2.7}) {
            double frequency = part * out / 2;
            if (frequency < in / 2.0) {
                double rms = rms(middle(resampled(in, out, Sounds.tone(in, in / 2, frequency, 0.9))));
                assertThat(20 * Math.log10(rms / 32_768 / (0.9 / Math.sqrt(2)) + 1e-9))
                        .as("%s Hz", frequency)
                        .isLessThan(-80);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_level_stays_and_silence_is_silent(int in, int out) throws IOException {
        short[] level = new short[in / 10];
        Arrays.fill(level, (short) 12_345);
        assertThat(middle(resampled(in, out, level))).containsOnly(12_345);
        assertThat(resampled(in, out, Sounds.silence(1000))).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 16000, 57601097, 115202194",
        "44100, 8000, 1, 1",
        "44100, 8000, 0, 0",
        "44100, 48000, 441, 480",
        "44100, 48000, 442, 482",
        "16000, 8000, 5, 3",
        "8000, 48000, 1099511627776, 6597069766656",
        "768000, 8000, 1099511627776, 11453246123"
    })
    void frames_are_as_many_as_the_time_has(int in, int out, long frames, long expected) {
        assertThat(Resampled.to(out, new Endless(in, frames)).frames()).isEqualTo(expected);
    }

    @Test
    void the_loudest_noise_is_clipped_and_does_not_wrap() throws IOException {
        short[] square = new short[8000];
        for (int at = 0; at < square.length; at++) {
            square[at] = at / 40 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = resampled(8000, 16_000, square);
        for (int at = 100; at < out.length - 100; at++) {
            int into = at % 80;
            if (into > 2 && into < 77) {
                assertThat(out[at] > 0).as("at %d", at).isEqualTo(at / 80 % 2 == 0);
            }
        }
        assertThat(out).contains(Short.MAX_VALUE, Short.MIN_VALUE);
    }

    @Test
    void any_plausible_rate_is_resampled() throws IOException {
        for (int in : new int[] {1, 7, 999, 7_999, 47_999, 48_001, 192_000, 767_999, 768_000}) {
            for (int out : Resampled.RATES) {
                Samples samples = Resampled.to(out, new ArraySamples(in, 1, Sounds.noise(50)));
                assertThat(SamplesContract.whole(samples))
                        .as("%d to %d", in, out)
                        .hasSize((int) samples.frames());
            }
        }
    }

    @Test
    void far_away_it_is_as_exact() throws IOException {
        Samples far = Resampled.to(48_000, new Endless(11_025, 1L << 42));
        long period = 640L << 30;
        short[] here = new short[500];
        short[] there = new short[500];
        far.read(640_000, 500, here);
        far.read(640_000 + period, 500, there);
        assertThat(there).isEqualTo(here);
    }

    @Test
    void sounds_go_to_the_next_rate_that_keeps_all_of_them() {
        assertThat(IntStream.of(1, 6000, 8000, 11_025, 22_050, 44_100, 48_000, 96_000)
                        .map(Resampled::neighbour))
                .containsExactly(8000, 8000, 8000, 12_000, 24_000, 48_000, 48_000, 48_000);
    }

    @Test
    void a_sound_at_the_rate_wanted_stays_as_it_is() {
        Samples sound = new ArraySamples(11_025, 1, Sounds.silence(10));
        assertThat(Resampled.to(11_025, sound)).isSameAs(sound);
        assertThatThrownBy(() -> Resampled.to(44_100, sound)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever changes this digest changes octets that validators stand for: then {@link Resampled#RULE} changes too. */
    @Test
    void samples_are_the_same_on_every_machine() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int in : SOURCES) {
            for (int out : Resampled.RATES) {
                short[] samples = resampled(in, out, Sounds.noise(3000));
                ByteBuffer octets = ByteBuffer.allocate(samples.length * 2);
                octets.asShortBuffer().put(samples);
                digest.update(octets);
            }
        }
        assertThat(Resampled.RULE + " " + HexFormat.of().formatHex(digest.digest(), 0, 8))
                .isEqualTo("sinc1 8c30be332ebbfeb1");
    }

    @Nested
    class Up implements SamplesContract {

        @Override
        public Samples samples() {
            return Resampled.to(16_000, new ArraySamples(8000, 1, Sounds.speech(9000)));
        }
    }

    @Nested
    class Down implements SamplesContract {

        @Override
        public Samples samples() {
            short[] both = Sounds.stereo(Sounds.noise(30_000), Sounds.music(44_100, 30_000));
            return Resampled.to(8000, new ArraySamples(44_100, 2, both));
        }
    }

    @Nested
    class Between implements SamplesContract {

        @Override
        public Samples samples() {
            return Resampled.to(32_000, new ArraySamples(11_027, 1, Sounds.noise(4000)));
        }
    }

    static Stream<Arguments> changes() {
        return IntStream.of(SOURCES)
                .boxed()
                .flatMap(in ->
                        Resampled.RATES.stream().filter(out -> !out.equals(in)).map(out -> Arguments.of(in, out)));
    }

    private static short[] resampled(int in, int out, short[] sound) throws IOException {
        return SamplesContract.whole(Resampled.to(out, new ArraySamples(in, 1, sound)));
    }

    /** Without the ends, where silence rings in. */
    private static short[] middle(short[] samples) {
        int end = samples.length / 4;
        return Arrays.copyOfRange(samples, end, samples.length - end);
    }

    private static double rms(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    /** A pattern of 147 · 5 frames without end. */
    private record Endless(int hertz, long frames) implements Samples {

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public void read(long from, int count, short[] into) {
            for (int at = 0; at < count; at++) {
                into[at] = (short) ((from + at) % 147 * 3001 % 20_011);
            }
        }
    }

    /** What of a sound is one frequency. @param level 0 to 1 @param lag of a sine, in radians */
    private record Tone(double level, double lag, double decibelsAboveTheRest) {

        static Tone of(short[] sound, int hertz, double frequency) {
            int end = sound.length / 4;
            double sine = 0;
            double cosine = 0;
            double ss = 0;
            double cc = 0;
            double sc = 0;
            for (int at = end; at < sound.length - end; at++) {
                double s = Math.sin(2 * Math.PI * frequency * at / hertz);
                double c = Math.cos(2 * Math.PI * frequency * at / hertz);
                sine += sound[at] * s;
                cosine += sound[at] * c;
                ss += s * s;
                cc += c * c;
                sc += s * c;
            }
            double det = ss * cc - sc * sc;
            double a = (sine * cc - cosine * sc) / det;
            double b = (cosine * ss - sine * sc) / det;
            double rest = 0;
            double signal = 0;
            for (int at = end; at < sound.length - end; at++) {
                double fitted = a * Math.sin(2 * Math.PI * frequency * at / hertz)
                        + b * Math.cos(2 * Math.PI * frequency * at / hertz);
                signal += fitted * fitted;
                rest += (sound[at] - fitted) * (sound[at] - fitted);
            }
            return new Tone(Math.hypot(a, b) / 32_767, Math.atan2(b, a), 10 * Math.log10(signal / rest));
        }
    }
}
