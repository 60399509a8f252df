package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Samples;
import io.playhead.pcm.Sounds;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where chunks meet. They are measured against continuous encodings of the same sound, by one encoder from the beginning
 * on or from a packet later, and those against one another.
 */
class OpusSeamsTest {

    private static final int SECONDS = 16;
    private static final int ENCODINGS = 4;

    @ParameterizedTest
    @CsvSource({
        "speech, 8000, 1, 24",
        "music, 8000, 1, 24",
        "dtmf, 8000, 1, 24",
        "noise, 8000, 1, 24",
        "silence, 8000, 1, 24",
        "speech, 8000, 1, 16",
        "music, 8000, 2, 48",
        "dtmf, 16000, 1, 32",
        "music, 16000, 1, 32"
    })
    void there_are_none_in_anything_but_steady_tones(String name, int hertz, int channels, int kilobits)
            throws IOException {
        OpusPackets packets = new OpusPackets(sound(name, hertz, channels), kilobits);
        assertThat(chunked(packets)).isEqualTo(continuous(packets, 0));
    }

    @ParameterizedTest
    @CsvSource({"350, 8000, 24", "425, 8000, 24", "1000, 8000, 24", "1004, 8000, 24"})
    void a_steady_tone_differs_less_there_than_two_continuous_encodings(int frequency, int hertz, int kilobits)
            throws IOException {
        short[] tone = Sounds.tone(hertz, hertz * SECONDS, frequency, 0.5);
        OpusPackets packets = new OpusPackets(new ArraySamples(hertz, 1, tone), kilobits);
        short[] chunked = decoded(packets, chunked(packets));
        List<short[]> continuous = IntStream.range(0, ENCODINGS)
                .mapToObj(later -> decoded(packets, continuous(packets, later)))
                .toList();
        assertThat(atSeams(hertz, chunked, continuous)).isLessThanOrEqualTo(percentile95(hertz, continuous));
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000})
    void silence_stays_silent(int hertz) throws IOException {
        short[] digits = Arrays.copyOf(Sounds.dtmf(hertz, hertz * 4), hertz * SECONDS);
        OpusPackets packets = OpusPackets.of(new ArraySamples(hertz, 1, digits), 0);
        short[] decoded = decoded(packets, chunked(packets));
        int loudest = IntStream.range(hertz * 9 / 2, decoded.length)
                .map(at -> Math.abs(decoded[at]))
                .max()
                .orElseThrow();
        assertThat(20 * Math.log10((loudest + 1e-9) / 32_768)).isLessThan(-70);
    }

    /** The most within 60 ms of a seam, from whichever continuous encoding is the nearest. */
    private static double atSeams(int hertz, short[] chunked, List<short[]> continuous) {
        int window = window(hertz);
        int chunk = OpusPackets.PER_CHUNK * hertz / 50;
        return IntStream.range(1, SECONDS * hertz / chunk + 1)
                .flatMap(seam -> IntStream.iterate(
                        seam * chunk - hertz * 60 / 1000,
                        from -> from + window <= seam * chunk + hertz * 60 / 1000 + window / 2,
                        from -> from + window / 2))
                .filter(from -> from + window <= chunked.length)
                .mapToDouble(from -> continuous.stream()
                        .mapToDouble(one -> LogSpectrum.distance(one, chunked, from, window))
                        .min()
                        .orElseThrow())
                .max()
                .orElseThrow();
    }

    /** Of the distances of each two continuous encodings, from where the last of them has begun. */
    private static double percentile95(int hertz, List<short[]> continuous) {
        int window = window(hertz);
        double[] distances = IntStream.range(0, ENCODINGS)
                .boxed()
                .flatMapToDouble(one -> IntStream.range(one + 1, ENCODINGS)
                        .boxed()
                        .flatMapToDouble(
                                other -> distances(continuous.get(one), continuous.get(other), 2 * hertz, window)))
                .sorted()
                .toArray();
        return distances[distances.length * 95 / 100];
    }

    private static DoubleStream distances(short[] one, short[] other, int start, int window) {
        return IntStream.iterate(start, from -> from + window <= one.length, from -> from + window / 2)
                .mapToDouble(from -> LogSpectrum.distance(one, other, from, window));
    }

    /** 16 ms. */
    private static int window(int hertz) {
        return Integer.highestOneBit(hertz / 50);
    }

    private static Samples sound(String name, int hertz, int channels) {
        int frames = hertz * SECONDS;
        short[] sound = switch (name) {
            case "speech" -> Sounds.speech(frames);
            case "music" -> Sounds.music(hertz, frames);
            case "dtmf" -> Sounds.dtmf(hertz, frames);
            case "noise" -> Sounds.noise(frames);
            default -> Sounds.silence(frames);
        };
        return new ArraySamples(hertz, channels, channels == 1 ? sound : Sounds.stereo(sound, Sounds.speech(frames)));
    }

    /** Its packets alone. */
    private static byte[] chunked(OpusPackets packets) throws IOException {
        Rendering mp4 = new OpusMp4Recipe(packets.kilobits()).of(packets.sound());
        byte[] whole = OpusSounds.whole(mp4);
        return Arrays.copyOfRange(whole, (int) mp4.start(1), whole.length);
    }

    /** By one encoder. @param later how many packets it begins later; zeros stand for those */
    private static byte[] continuous(OpusPackets packets, int later) {
        try {
            Samples rest = new OpusSounds.Later(
                    packets.sound(), later * (packets.sound().hertz() / 50L));
            int count = (int) packets.count() - later;
            byte[] encoded = new OpusPackets(rest, packets.kilobits()).encode(0, count);
            byte[] continuous = new byte[later * packets.octets() + encoded.length];
            System.arraycopy(encoded, 0, continuous, later * packets.octets(), encoded.length);
            return continuous;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** At the sound's rate, mono; what comes from zeros is silence. */
    private static short[] decoded(OpusPackets packets, byte[] encoded) {
        try {
            int hertz = packets.sound().hertz();
            OpusDecoder decoder = new OpusDecoder(hertz, 1);
            short[] decoded = new short[encoded.length / packets.octets() * (hertz / 50)];
            for (int packet = 0; packet < encoded.length / packets.octets(); packet++) {
                int at = packet * packets.octets();
                if (encoded[at] != 0) {
                    decoder.decode(encoded, at, packets.octets(), decoded, packet * (hertz / 50), hertz / 50, false);
                }
            }
            return decoded;
        } catch (OpusException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
