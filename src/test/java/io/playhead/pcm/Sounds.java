package io.playhead.pcm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Sounds that telephones carry, the same every time; mono unless joined. */
public final class Sounds {

    private Sounds() {}

    /** Speech of the demonstration at 8 kHz, over and over until it is as long as wanted. */
    public static short[] speech(int frames) {
        return repeated(wave("conference-room-pcm"), frames);
    }

    public static short[] silence(int frames) {
        return new short[frames];
    }

    /** White, at full scale. */
    public static short[] noise(int frames) {
        Random random = new Random(20_261_127);
        short[] noise = new short[frames];
        for (int at = 0; at < frames; at++) {
            noise[at] = (short) random.nextInt(0x1_0000);
        }
        return noise;
    }

    /** @param level of its peak, 0 to 1 */
    public static short[] tone(int hertz, int frames, double frequency, double level) {
        short[] tone = new short[frames];
        for (int at = 0; at < frames; at++) {
            tone[at] = (short) Math.round(32_767 * level * Math.sin(2 * Math.PI * frequency * at / hertz));
        }
        return tone;
    }

    /** Digits one after the other, 100 ms each and 100 ms apart (ITU-T Q.23). */
    public static short[] dtmf(int hertz, int frames) {
        int[] low = {697, 770, 852, 941};
        int[] high = {1209, 1336, 1477, 1633};
        short[] digits = new short[frames];
        int slot = hertz / 10;
        for (int at = 0; at < frames; at++) {
            int number = at / slot;
            if (number % 2 == 0) {
                double first = Math.sin(2 * Math.PI * low[number / 2 % 4] * at / hertz);
                double second = Math.sin(2 * Math.PI * high[number / 8 % 4] * at / hertz);
                digits[at] = (short) Math.round(12_000 * (first + second));
            }
        }
        return digits;
    }

    /** Chords that change every half second, with harmonics and a slow swell: music on hold. */
    public static short[] music(int hertz, int frames) {
        double[][] chords = {{261.6, 329.6, 392.0}, {220.0, 261.6, 329.6}, {349.2, 440.0, 523.3}, {392.0, 493.9, 587.3}
        };
        short[] music = new short[frames];
        for (int at = 0; at < frames; at++) {
            double second = (double) at / hertz;
            double sum = 0;
            for (double note : chords[(int) (second * 2) % chords.length]) {
                for (int harmonic = 1; harmonic <= 4; harmonic++) {
                    sum += Math.sin(2 * Math.PI * note * harmonic * second) / (harmonic * harmonic);
                }
            }
            music[at] = (short) Math.round(sum * 5000 * (0.7 + 0.3 * Math.sin(second)));
        }
        return music;
    }

    /** Two of the same length as the left and the right channel. */
    public static short[] stereo(short[] left, short[] right) {
        short[] both = new short[left.length * 2];
        for (int at = 0; at < left.length; at++) {
            both[2 * at] = left[at];
            both[2 * at + 1] = right[at];
        }
        return both;
    }

    private static short[] repeated(short[] sound, int frames) {
        short[] repeated = new short[frames];
        for (int at = 0; at < frames; at += sound.length) {
            System.arraycopy(sound, 0, repeated, at, Math.min(sound.length, frames - at));
        }
        return repeated;
    }

    /** The samples of a plain PCM file of the demonstration, whose header is 44 octets. */
    private static short[] wave(String name) {
        try {
            byte[] octets = Files.readAllBytes(Path.of("src/main/resources/demo/recordings", name + ".wav"));
            short[] samples = new short[(octets.length - 44) / 2];
            ByteBuffer.wrap(octets, 44, samples.length * 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return Arrays.copyOf(samples, samples.length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
