package io.playhead.waveform;

import java.util.Arrays;

/**
 * How loud one channel is, every 20 ms, as its samples stream by. A level is the mean square's logarithm in quarters of
 * an octave, 0.75 dB: 0 is silence, 116 a sine at full scale, 120 a square. Integers alone, the same on every machine.
 */
final class Levels {

    static final int PER_SECOND = 50;

    /** The level of 0 dBFS, which is a square's. */
    static final int FULL = 120;

    private final int samplesPerLevel;
    private byte[] levels;
    private int count;
    private int taken;
    private long energy;

    /** @param frames how many samples there will be */
    Levels(int hertz, long frames) {
        samplesPerLevel = samplesPerLevel(hertz);
        levels = new byte[Math.toIntExact(Math.ceilDiv(frames, samplesPerLevel))];
    }

    static int samplesPerLevel(int hertz) {
        return Math.max(1, hertz / PER_SECOND);
    }

    void add(short[] samples, int end) {
        for (int at = 0; at < end; ) {
            int stop = Math.min(end, at + samplesPerLevel - taken);
            energy += energy(samples, at, stop);
            taken += stop - at;
            at = stop;
            if (taken == samplesPerLevel) {
                close();
            }
        }
    }

    private static long energy(short[] samples, int from, int to) {
        long energy = 0;
        for (int at = from; at < to; at++) {
            energy += samples[at] * samples[at];
        }
        return energy;
    }

    private void close() {
        levels[count] = level(energy / taken);
        count++;
        taken = 0;
        energy = 0;
    }

    /** @param square up to 2³⁰ */
    static byte level(long square) {
        if (square == 0) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(square);
        int quarter = (int) (square * 4 >> octave) - 4;
        return (byte) (octave * 4 + quarter);
    }

    /** One for each 20 ms, the last perhaps of fewer samples. */
    byte[] collected() {
        if (taken > 0) {
            close();
        }
        return Arrays.copyOf(levels, count);
    }
}
