package io.playhead.pcm;

import java.util.Arrays;

/**
 * The predictor and the scale of one of G.722's two bands (ITU-T G.722, 6.2): two poles, six zeros and the logarithm of
 * a scale, all of which go along with the sound from sample to sample.
 */
final class G722Band {

    private static final int ZEROS = 6;

    /** What is left of a logarithm and of the second pole after a sample: 127 of 128 parts. */
    private static final int LEAK = 32_512;

    /** What is left of the first pole and of the zeros: 255 of 256. */
    private static final int SMALL_LEAK = 32_640;

    /** Samples of a saved state. */
    static final int STATE = 2 * ZEROS + 9;

    /** What follows the scale's logarithm in one of its 32 parts of an octave. */
    private static final int[] SCALES = scales();

    private final int highestLogarithm;
    private final int shift;

    private int logarithm;
    private int pole1;
    private int pole2;
    private final int[] zeros = new int[ZEROS];
    /** Quantised differences, the youngest first. */
    private final int[] differences = new int[ZEROS];
    /** Differences and what the zeros add, the youngest first. */
    private int partial1;

    private int partial2;
    private int sound1;
    private int sound2;
    private int predictedByZeros;
    private int predicted;

    private G722Band(int highestLogarithm, int shift) {
        this.highestLogarithm = highestLogarithm;
        this.shift = shift;
    }

    static G722Band lower() {
        return new G722Band(18_432, 8);
    }

    static G722Band higher() {
        return new G722Band(22_528, 10);
    }

    /** Fills the state with what no sound would leave there. @param value of each, of any size */
    void disturb(int value) {
        short[] state = new short[STATE];
        Arrays.fill(state, (short) value);
        resume(state, 0);
        logarithm = Math.clamp(logarithm, 0, highestLogarithm);
        pole2 = Math.clamp(pole2, -12_288, 12_288);
        pole1 = Math.clamp(pole1, pole2 - 15_360, 15_360 - pole2);
    }

    /** Of the next difference. */
    int scale() {
        int down = shift - (logarithm >> 11);
        int mantissa = SCALES[logarithm >> 6 & 31];
        return (down < 0 ? mantissa << -down : mantissa >> down) << 2;
    }

    int predicted() {
        return predicted;
    }

    /**
     * Goes on to the next sample.
     *
     * @param difference between sound and prediction, as it was quantised
     * @param growth of the scale's logarithm
     */
    void adapt(int difference, int growth) {
        logarithm = Math.clamp(Word.floor(logarithm, LEAK) + growth, 0, highestLogarithm);
        int sound = Word.saturated(predicted + difference);
        int partial = Word.saturated(predictedByZeros + difference);
        adaptPoles(partial);
        predictedByZeros = adaptZeros(difference);
        partial2 = partial1;
        partial1 = partial;
        sound2 = sound1;
        sound1 = sound;
        int byPoles = Word.floor(pole1, Word.saturated(2 * sound1)) + Word.floor(pole2, Word.saturated(2 * sound2));
        predicted = Word.saturated(Word.saturated(byPoles) + predictedByZeros);
    }

    private void adaptPoles(int partial) {
        boolean likeLast = (partial ^ partial1) >= 0;
        boolean likeLastButOne = (partial ^ partial2) >= 0;
        int change = Word.saturated(4 * pole1);
        int pull = Math.min(likeLast ? -change : change, Word.MAX) >> 7;
        pole2 = Math.clamp(Word.floor(pole2, LEAK) + pull + (likeLastButOne ? 128 : -128), -12_288, 12_288);
        int most = 15_360 - pole2;
        pole1 = Math.clamp(Word.floor(pole1, SMALL_LEAK) + (likeLast ? 192 : -192), -most, most);
    }

    /**
     * What leaks away, a 256th, is as much as is added: no zero leaves 16 bits.
     *
     * @return what they predict of the next sample
     */
    private int adaptZeros(int difference) {
        int change = difference == 0 ? 0 : 128;
        int sum = 0;
        int younger = difference;
        for (int zero = 0; zero < ZEROS; zero++) {
            int old = differences[zero];
            // the change, or its negative where the signs differ
            int signs = difference ^ old;
            int moved = Word.floor(zeros[zero], SMALL_LEAK) + (change ^ (signs >> 31)) - (signs >> 31);
            zeros[zero] = moved;
            sum += Word.floor(moved, Word.saturated(2 * younger));
            differences[zero] = younger;
            younger = old;
        }
        return Word.saturated(sum);
    }

    boolean agrees(G722Band other) {
        return logarithm == other.logarithm
                && pole1 == other.pole1
                && pole2 == other.pole2
                && partial1 == other.partial1
                && partial2 == other.partial2
                && sound1 == other.sound1
                && sound2 == other.sound2
                && predictedByZeros == other.predictedByZeros
                && predicted == other.predicted
                && Arrays.equals(zeros, other.zeros)
                && Arrays.equals(differences, other.differences);
    }

    void save(short[] into, int at) {
        int[] values = {logarithm, pole1, pole2, partial1, partial2, sound1, sound2, predictedByZeros, predicted};
        for (int value = 0; value < values.length; value++) {
            into[at + value] = (short) values[value];
        }
        for (int zero = 0; zero < ZEROS; zero++) {
            into[at + values.length + zero] = (short) zeros[zero];
            into[at + values.length + ZEROS + zero] = (short) differences[zero];
        }
    }

    void resume(short[] states, int at) {
        logarithm = states[at];
        pole1 = states[at + 1];
        pole2 = states[at + 2];
        partial1 = states[at + 3];
        partial2 = states[at + 4];
        sound1 = states[at + 5];
        sound2 = states[at + 6];
        predictedByZeros = states[at + 7];
        predicted = states[at + 8];
        for (int zero = 0; zero < ZEROS; zero++) {
            zeros[zero] = states[at + 9 + zero];
            differences[zero] = states[at + 9 + ZEROS + zero];
        }
    }

    /** From 2048 to below 4096 in equal ratios, rounded: the standard's table. */
    private static int[] scales() {
        int[] scales = new int[32];
        Arrays.setAll(scales, part -> (int) Math.round(2048 * Math.pow(2, part / 32.0)));
        return scales;
    }
}
