package io.playhead.pcm;

import java.util.Arrays;

/**
 * GSM's short-term synthesis and de-emphasis (EN 300 961, 4.3.3 and 4.3.4): what the vocal tract makes of the residual.
 * A lattice filter of eight reflection coefficients, which glide from one frame to the next.
 */
final class GsmShortTerm {

    /** Where the coefficients change (table 3.2). */
    private static final int[] STEPS = {0, 13, 27, 40, GsmFrame.SAMPLES};

    private static final int EMPHASIS = 28_180;

    /** Samples of a saved state. */
    static final int STATE = 2 * GsmFrame.ORDER + 1;

    private final int[] delays = new int[GsmFrame.ORDER];
    private final int[] before = new int[GsmFrame.ORDER];
    private final int[] reflections = new int[GsmFrame.ORDER];
    private int emphasised;

    GsmShortTerm() {}

    /**
     * In some other state.
     *
     * @param ratios of the frame before
     * @param even value of every other delay, {@code odd} that of the rest
     */
    GsmShortTerm(int[] ratios, int even, int odd) {
        System.arraycopy(ratios, 0, before, 0, GsmFrame.ORDER);
        Arrays.setAll(delays, delay -> delay % 2 == 0 ? even : odd);
        emphasised = even;
    }

    /** @param residual from {@link GsmLongTerm#MEMORY} on */
    void decode(GsmFrame frame, int[] residual, short[] into, int at) {
        for (int step = 0; step < STEPS.length - 1; step++) {
            for (int order = 0; order < GsmFrame.ORDER; order++) {
                reflections[order] = reflection(between(step, before[order], frame.ratios[order]));
            }
            filter(residual, STEPS[step], STEPS[step + 1], into, at);
        }
        System.arraycopy(frame.ratios, 0, before, 0, GsmFrame.ORDER);
    }

    /** 4.2.9.1. Sums of quarters of 16 bits: none is too large for them. */
    private static int between(int step, int old, int young) {
        return switch (step) {
            case 0 -> (old >> 2) + (young >> 2) + (old >> 1);
            case 1 -> (old >> 1) + (young >> 1);
            case 2 -> (old >> 2) + (young >> 2) + (young >> 1);
            default -> young;
        };
    }

    /** 4.2.9.2. */
    private static int reflection(int ratio) {
        int size = Math.abs(ratio);
        int reflection = size < 11_059 ? size << 1 : size < 20_070 ? size + 11_059 : (size >> 2) + 26_112;
        return ratio < 0 ? -reflection : reflection;
    }

    /**
     * Most of the decoder's time is spent here, which is why all of the state is in local variables. The last delay of
     * the standard's is left out, which is never read.
     */
    private void filter(int[] residual, int from, int to, short[] into, int at) {
        int r0 = reflections[0];
        int r1 = reflections[1];
        int r2 = reflections[2];
        int r3 = reflections[3];
        int r4 = reflections[4];
        int r5 = reflections[5];
        int r6 = reflections[6];
        int r7 = reflections[7];
        int d0 = delays[0];
        int d1 = delays[1];
        int d2 = delays[2];
        int d3 = delays[3];
        int d4 = delays[4];
        int d5 = delays[5];
        int d6 = delays[6];
        int d7 = delays[7];
        int voice = emphasised;
        for (int sample = from; sample < to; sample++) {
            int sound = Word.saturated(residual[GsmLongTerm.MEMORY + sample] - Word.product(r7, d7));
            sound = Word.saturated(sound - Word.product(r6, d6));
            d7 = Word.saturated(d6 + Word.product(r6, sound));
            sound = Word.saturated(sound - Word.product(r5, d5));
            d6 = Word.saturated(d5 + Word.product(r5, sound));
            sound = Word.saturated(sound - Word.product(r4, d4));
            d5 = Word.saturated(d4 + Word.product(r4, sound));
            sound = Word.saturated(sound - Word.product(r3, d3));
            d4 = Word.saturated(d3 + Word.product(r3, sound));
            sound = Word.saturated(sound - Word.product(r2, d2));
            d3 = Word.saturated(d2 + Word.product(r2, sound));
            sound = Word.saturated(sound - Word.product(r1, d1));
            d2 = Word.saturated(d1 + Word.product(r1, sound));
            sound = Word.saturated(sound - Word.product(r0, d0));
            d1 = Word.saturated(d0 + Word.product(r0, sound));
            d0 = sound;
            voice = Word.saturated(sound + Word.product(voice, EMPHASIS));
            into[at + sample] = (short) (Word.saturated(2 * voice) & ~7);
        }
        delays[0] = d0;
        delays[1] = d1;
        delays[2] = d2;
        delays[3] = d3;
        delays[4] = d4;
        delays[5] = d5;
        delays[6] = d6;
        delays[7] = d7;
        emphasised = voice;
    }

    boolean agrees(GsmShortTerm other) {
        return emphasised == other.emphasised
                && Arrays.equals(delays, other.delays)
                && Arrays.equals(before, other.before);
    }

    void save(short[] into, int at) {
        for (int order = 0; order < GsmFrame.ORDER; order++) {
            into[at + order] = (short) delays[order];
            into[at + GsmFrame.ORDER + order] = (short) before[order];
        }
        into[at + STATE - 1] = (short) emphasised;
    }

    static GsmShortTerm resume(short[] states, int at) {
        var resumed = new GsmShortTerm();
        for (int order = 0; order < GsmFrame.ORDER; order++) {
            resumed.delays[order] = states[at + order];
            resumed.before[order] = states[at + GsmFrame.ORDER + order];
        }
        resumed.emphasised = states[at + STATE - 1];
        return resumed;
    }
}
