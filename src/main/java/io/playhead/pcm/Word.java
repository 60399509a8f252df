package io.playhead.pcm;

/** The 16-bit arithmetic of the ITU's and ETSI's speech codecs, in integers that are wider. */
final class Word {

    static final int MIN = Short.MIN_VALUE;
    static final int MAX = Short.MAX_VALUE;

    private Word() {}

    /** The nearest that 16 bits can say. The branch is hardly ever taken, and so costs less than two comparisons. */
    static int saturated(int value) {
        return (short) value == value ? value : value < 0 ? MIN : MAX;
    }

    /** The product of two fractions, rounded down: G.722's. */
    static int floor(int one, int other) {
        return (one * other) >> 15;
    }

    /** The product of two fractions, rounded to the nearest: GSM's. Not both are {@link #MIN}: 1 is no fraction. */
    static int product(int one, int other) {
        return (one * other + 0x4000) >> 15;
    }
}
