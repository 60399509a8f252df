package io.playhead.pcm;

import java.util.Arrays;

/**
 * One frame of GSM 06.10: its parameters, and what of their decoding leans on no other frame. Names of sections are
 * those of ETSI EN 300 961. Reused from frame to frame; for one thread.
 */
final class GsmFrame {

    static final int SAMPLES = 160;
    static final int SUBFRAMES = 4;
    static final int SUBFRAME = SAMPLES / SUBFRAMES;
    static final int ORDER = 8;
    static final int BITS = 260;

    private static final int SUBFRAME_FIELDS = 17;
    private static final int PULSES = 13;

    /** Bits of each parameter, in the order in which they are sent (table 1.1). */
    private static final int[] WIDTHS = widths();

    /** Of the quantisation of the logarithmic area ratios (tables 4.1 and 4.2): lowest code, B, 1/A. */
    private static final int[] LOWEST = {-32, -32, -16, -16, -8, -8, -4, -4};

    private static final int[] OFFSETS = {0, 0, 2048, -2560, 94, -1792, -341, -1144};
    private static final int[] INVERSES = {13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708};
    /** Gains of the long-term predictor (table 4.3b). */
    private static final int[] GAINS = {3277, 11469, 21299, 32767};
    /** Normalised mantissas of the block maximum (table 4.6). */
    private static final int[] MANTISSAS = {18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767};

    /** Logarithmic area ratios, decoded (4.2.8: LAR''). */
    final int[] ratios = new int[ORDER];
    /** Of each subframe, as sent: 40 to 120 where it is valid. */
    final int[] lags = new int[SUBFRAMES];
    /** Of each subframe, decoded; never negative. */
    final int[] gains = new int[SUBFRAMES];
    /** The residual of the long-term predictor, decoded (4.2.17: ep). */
    final int[] excitation = new int[SAMPLES];

    private final int[] fields = new int[WIDTHS.length];

    /** As it lies in a {@code .gsm} file: 33 octets, the most significant bit first, after four bits of a mark. */
    void readAlone(byte[] octets, int offset) {
        int bits = octets[offset] & 15;
        int left = 4;
        int next = offset + 1;
        for (int field = 0; field < WIDTHS.length; field++) {
            int width = WIDTHS[field];
            if (left < width) {
                bits = (bits << 8) | (octets[next++] & 0xff);
                left += 8;
            }
            left -= width;
            fields[field] = bits >>> left & (1 << width) - 1;
        }
        decode();
    }

    /**
     * As it lies in WAVE, where 65 octets are two frames, the least significant bit first.
     *
     * @param second whether it is the second of the two
     */
    void readOfPair(byte[] octets, int offset, boolean second) {
        int next = offset + (second ? BITS / 8 : 0);
        int left = second ? 8 - BITS % 8 : 0;
        int bits = second ? (octets[next++] & 0xff) >>> BITS % 8 : 0;
        for (int field = 0; field < WIDTHS.length; field++) {
            int width = WIDTHS[field];
            if (left < width) {
                bits |= (octets[next++] & 0xff) << left;
                left += 8;
            }
            fields[field] = bits & (1 << width) - 1;
            bits >>>= width;
            left -= width;
        }
        decode();
    }

    private void decode() {
        for (int ratio = 0; ratio < ORDER; ratio++) {
            int code = (fields[ratio] + LOWEST[ratio]) << 10;
            int scaled = Word.product(INVERSES[ratio], Word.saturated(code - 2 * OFFSETS[ratio]));
            ratios[ratio] = Word.saturated(2 * scaled);
        }
        for (int subframe = 0; subframe < SUBFRAMES; subframe++) {
            int field = ORDER + subframe * SUBFRAME_FIELDS;
            lags[subframe] = fields[field];
            gains[subframe] = GAINS[fields[field + 1]];
            decodePulses(field, subframe * SUBFRAME);
        }
    }

    /** Regular pulses: every third sample from the grid's position on (4.2.15 to 4.2.17). */
    private void decodePulses(int field, int start) {
        int maximum = fields[field + 3];
        int exponent = maximum > 15 ? (maximum >> 3) - 1 : 0;
        int mantissa = maximum - (exponent << 3);
        if (mantissa == 0) {
            exponent = -4;
            mantissa = 15;
        }
        while (mantissa <= 7) {
            mantissa = mantissa << 1 | 1;
            exponent--;
        }
        int factor = MANTISSAS[mantissa - 8];
        int shift = 6 - exponent;
        int half = 1 << shift >> 1;
        Arrays.fill(excitation, start, start + SUBFRAME, 0);
        int at = start + fields[field + 2];
        for (int pulse = 0; pulse < PULSES; pulse++) {
            int code = (2 * fields[field + 4 + pulse] - 7) << 12;
            excitation[at + 3 * pulse] = Word.saturated(Word.product(factor, code) + half) >> shift;
        }
    }

    private static int[] widths() {
        int[] widths = new int[ORDER + SUBFRAMES * SUBFRAME_FIELDS];
        int[] ratios = {6, 6, 5, 5, 4, 4, 3, 3};
        System.arraycopy(ratios, 0, widths, 0, ORDER);
        for (int at = ORDER; at < widths.length; at += SUBFRAME_FIELDS) {
            widths[at] = 7;
            widths[at + 1] = 2;
            widths[at + 2] = 2;
            widths[at + 3] = 6;
            Arrays.fill(widths, at + 4, at + SUBFRAME_FIELDS, 3);
        }
        return widths;
    }
}
