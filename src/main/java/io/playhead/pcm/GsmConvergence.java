package io.playhead.pcm;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * GSM from the midst of a recording, in two steps. The long-term predictor is certain: its steps keep order (a larger
 * sample before gives no smaller one now), so that whatever its state was lies between what became of the lowest and
 * of the highest possible, and is known when these meet. The short-term filter is not ordered: eight of them, in states
 * far from and near to each other, are fed the now certain residual, until all are in one state.
 */
final class GsmConvergence implements Convergence {

    private final GsmFrame frame = new GsmFrame();
    private final GsmPacking packing;
    private final int[] low = new int[GsmLongTerm.MEMORY + GsmFrame.SAMPLES];
    private final int[] high = new int[GsmLongTerm.MEMORY + GsmFrame.SAMPLES];
    /** 0 as long as no frame has sent one. */
    private int lag;

    private @Nullable GsmLongTerm longTerm;
    /** Those in different states lie before {@link #left}. */
    private GsmShortTerm[] shortTerms = {};

    private int left;
    private @Nullable SerialDecoder outcome;

    GsmConvergence(GsmPacking packing) {
        this.packing = packing;
        Arrays.fill(low, Word.MIN);
        Arrays.fill(high, Word.MAX);
    }

    @Override
    public Optional<SerialDecoder> outcome() {
        return Optional.ofNullable(outcome);
    }

    @Override
    public void decode(byte[] octets, int offset, int blocks, short[] into, int at) {
        int frames = blocks * packing.frames();
        for (int number = 0; number < frames; number++) {
            packing.read(frame, octets, offset, number);
            decode(into, at + number * GsmFrame.SAMPLES);
        }
    }

    private void decode(short[] into, int at) {
        if (longTerm == null) {
            narrow();
            return;
        }
        int[] residual = longTerm.decode(frame);
        int different = 0;
        for (int filter = 0; filter < left; filter++) {
            GsmShortTerm shortTerm = shortTerms[filter];
            shortTerm.decode(frame, residual, into, at);
            if (isNew(shortTerm, different)) {
                shortTerms[different++] = shortTerm;
            }
        }
        left = different;
        outcome = left == 1 ? new GsmDecoder(packing, longTerm, shortTerms[0]) : null;
    }

    /** Those who agree do so for ever: one of them goes on. */
    private boolean isNew(GsmShortTerm shortTerm, int different) {
        for (int filter = 0; filter < different; filter++) {
            if (shortTerm.agrees(shortTerms[filter])) {
                return false;
            }
        }
        return true;
    }

    private void narrow() {
        System.arraycopy(low, GsmFrame.SAMPLES, low, 0, GsmLongTerm.MEMORY);
        System.arraycopy(high, GsmFrame.SAMPLES, high, 0, GsmLongTerm.MEMORY);
        for (int subframe = 0; subframe < GsmFrame.SUBFRAMES; subframe++) {
            narrow(subframe);
        }
        int end = low.length;
        if (lag > 0 && Arrays.equals(low, GsmFrame.SAMPLES, end, high, GsmFrame.SAMPLES, end)) {
            longTerm = new GsmLongTerm(Arrays.copyOfRange(low, GsmFrame.SAMPLES, end), lag);
            shortTerms = new GsmShortTerm[] {
                new GsmShortTerm(frame.ratios, 0, 0),
                new GsmShortTerm(frame.ratios, Word.MAX, Word.MAX),
                new GsmShortTerm(frame.ratios, Word.MIN, Word.MIN),
                new GsmShortTerm(frame.ratios, Word.MAX, Word.MIN),
                new GsmShortTerm(frame.ratios, 3000, -3000),
                new GsmShortTerm(frame.ratios, -300, 300),
                new GsmShortTerm(frame.ratios, 30, -30),
                new GsmShortTerm(frame.ratios, -30, -30)
            };
            left = shortTerms.length;
        }
    }

    private void narrow(int subframe) {
        if (GsmLongTerm.isValid(frame.lags[subframe])) {
            lag = frame.lags[subframe];
        }
        if (lag > 0) {
            GsmLongTerm.decode(low, frame, subframe, lag);
            GsmLongTerm.decode(high, frame, subframe, lag);
        } else {
            int start = GsmLongTerm.MEMORY + subframe * GsmFrame.SUBFRAME;
            Arrays.fill(low, start, start + GsmFrame.SUBFRAME, Word.MIN);
            Arrays.fill(high, start, start + GsmFrame.SUBFRAME, Word.MAX);
        }
    }
}
