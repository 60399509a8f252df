package io.playhead.pcm;

import java.util.Arrays;

/**
 * G.722 at 64 kbit/s (ITU-T G.722, 6), mono: an octet is two samples at 16 kHz. Its low six bits are the band below
 * 4 kHz, its high two bits the band above, and a filter of 24 coefficients joins them.
 */
final class G722Decoder implements SerialDecoder {

    private static final int TAPS = 24;
    /** What the filter remembers: all that it needs but the two values an octet adds. */
    private static final int MEMORY = TAPS - 2;

    static final int STATE = 2 * G722Band.STATE + MEMORY;

    /** Octets between two moves of what the filter remembers. */
    private static final int BATCH = 80;

    private static final int LOWEST = -16_384;
    private static final int HIGHEST = 16_383;

    /** Every other coefficient of the filter; the others are the same from the end. */
    private static final int[] FILTER = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    private static final int[] SIX_BITS = {
        -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192, -10_232, -9360,
        -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360,
        -1040, -728, 24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9360, 8576, 7856, 7192,
        6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };
    /** The upper four of the six: what the predictor goes along with, whatever became of the lower two. */
    private static final int[] FOUR_BITS = {
        0, -20_456, -12_896, -8968, -6288, -4240, -2584, -1200, 20_456, 12_896, 8968, 6288, 4240, 2584, 1200, 0
    };

    private static final int[] FOUR_BITS_GROWTH = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };
    private static final int[] TWO_BITS = {-7408, -1616, 7408, 1616};
    private static final int[] TWO_BITS_GROWTH = {798, -214, 798, -214};

    private final G722Band lower = G722Band.lower();
    private final G722Band higher = G722Band.higher();
    /** Sums and differences of the two bands in turn, the oldest first. */
    private final int[] joined = new int[MEMORY + 2 * BATCH];

    /** Fills the state with what no sound would leave there. */
    void disturb(int value) {
        lower.disturb(value);
        higher.disturb(-value);
        Arrays.fill(joined, value);
    }

    @Override
    public void decode(byte[] octets, int offset, int blocks, short[] into, int at) {
        for (int done = 0; done < blocks; done += BATCH) {
            decodeBatch(octets, offset + done, Math.min(BATCH, blocks - done), into, at + 2 * done);
        }
    }

    private void decodeBatch(byte[] octets, int offset, int count, short[] into, int at) {
        for (int block = 0; block < count; block++) {
            int octet = octets[offset + block];
            int low = low(octet & 63);
            int high = high(octet >> 6 & 3);
            joined[MEMORY + 2 * block] = low + high;
            joined[MEMORY + 2 * block + 1] = low - high;
            join(2 * block, into, at + 2 * block);
        }
        System.arraycopy(joined, 2 * count, joined, 0, MEMORY);
    }

    private int low(int code) {
        int scale = lower.scale();
        int sound = Math.clamp(lower.predicted() + Word.floor(scale, SIX_BITS[code]), LOWEST, HIGHEST);
        int coarse = code >> 2;
        lower.adapt(Word.floor(scale, FOUR_BITS[coarse]), FOUR_BITS_GROWTH[coarse]);
        return sound;
    }

    private int high(int code) {
        int difference = Word.floor(higher.scale(), TWO_BITS[code]);
        int sound = Math.clamp(higher.predicted() + difference, LOWEST, HIGHEST);
        higher.adapt(difference, TWO_BITS_GROWTH[code]);
        return sound;
    }

    private void join(int from, short[] into, int at) {
        int first = 0;
        int second = 0;
        for (int tap = 0; tap < TAPS / 2; tap++) {
            first += joined[from + 2 * tap + 1] * FILTER[TAPS / 2 - 1 - tap];
            second += joined[from + 2 * tap] * FILTER[tap];
        }
        into[at] = (short) Word.saturated(first >> 11);
        into[at + 1] = (short) Word.saturated(second >> 11);
    }

    boolean agrees(G722Decoder other) {
        return lower.agrees(other.lower)
                && higher.agrees(other.higher)
                && Arrays.equals(joined, 0, MEMORY, other.joined, 0, MEMORY);
    }

    @Override
    public void save(short[] into, int at) {
        lower.save(into, at);
        higher.save(into, at + G722Band.STATE);
        for (int tap = 0; tap < MEMORY; tap++) {
            into[at + 2 * G722Band.STATE + tap] = (short) joined[tap];
        }
    }

    static G722Decoder resume(short[] states, int at) {
        var decoder = new G722Decoder();
        decoder.lower.resume(states, at);
        decoder.higher.resume(states, at + G722Band.STATE);
        for (int tap = 0; tap < MEMORY; tap++) {
            decoder.joined[tap] = states[at + 2 * G722Band.STATE + tap];
        }
        return decoder;
    }
}
