package io.playhead.pcm;

import java.util.Arrays;

/** GSM's long-term synthesis (EN 300 961, 4.3.2): the residual repeats itself, a pitch period later and weaker. */
final class GsmLongTerm {

    /** The longest lag, and so what is remembered. */
    static final int MEMORY = 120;

    static final int SHORTEST = 40;

    /** Samples of a saved state. */
    static final int STATE = MEMORY + 1;

    /** What is remembered, and behind it the frame. */
    private final int[] residual = new int[MEMORY + GsmFrame.SAMPLES];

    private int lag;

    GsmLongTerm() {
        this(new int[MEMORY], SHORTEST);
    }

    /** @param memory the last of the residual, in its order */
    GsmLongTerm(int[] memory, int lag) {
        System.arraycopy(memory, 0, residual, GsmFrame.SAMPLES, MEMORY);
        this.lag = lag;
    }

    /** @return the frame's residual, from {@link #MEMORY} on; good until the next frame */
    int[] decode(GsmFrame frame) {
        System.arraycopy(residual, GsmFrame.SAMPLES, residual, 0, MEMORY);
        for (int subframe = 0; subframe < GsmFrame.SUBFRAMES; subframe++) {
            if (isValid(frame.lags[subframe])) {
                lag = frame.lags[subframe];
            }
            decode(residual, frame, subframe, lag);
        }
        return residual;
    }

    /** Others are not sent by any encoder, and leave the one before in place. */
    static boolean isValid(int lag) {
        return lag >= SHORTEST && lag <= MEMORY;
    }

    static void decode(int[] residual, GsmFrame frame, int subframe, int lag) {
        int start = subframe * GsmFrame.SUBFRAME;
        int gain = frame.gains[subframe];
        for (int at = start; at < start + GsmFrame.SUBFRAME; at++) {
            int before = Word.product(gain, residual[MEMORY + at - lag]);
            residual[MEMORY + at] = Word.saturated(frame.excitation[at] + before);
        }
    }

    void save(short[] into, int at) {
        for (int sample = 0; sample < MEMORY; sample++) {
            into[at + sample] = (short) residual[GsmFrame.SAMPLES + sample];
        }
        into[at + MEMORY] = (short) lag;
    }

    static GsmLongTerm resume(short[] states, int at) {
        int[] memory = new int[MEMORY];
        Arrays.setAll(memory, sample -> states[at + sample]);
        return new GsmLongTerm(memory, states[at + MEMORY]);
    }
}
