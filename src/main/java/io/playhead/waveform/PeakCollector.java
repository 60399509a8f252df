package io.playhead.waveform;

/** Finds the lowest and the highest sample of each pixel of one channel, as its samples stream by. */
final class PeakCollector {

    private final int samplesPerPixel;
    private final short[] lowest;
    private final short[] highest;
    private int pixel;
    private int taken;

    /** @param pixels as many as the samples will fill, the last perhaps in part */
    PeakCollector(int samplesPerPixel, int pixels) {
        this.samplesPerPixel = samplesPerPixel;
        lowest = new short[pixels];
        highest = new short[pixels];
    }

    void add(short[] samples, int count) {
        for (int at = 0; at < count; ) {
            int end = Math.min(count, at + samplesPerPixel - taken);
            widen(samples, at, end);
            taken += end - at;
            at = end;
            if (taken == samplesPerPixel) {
                taken = 0;
                pixel++;
            }
        }
    }

    /** One comparison a sample, without sign, finds what is below the lowest and what is above the highest. */
    private void widen(short[] samples, int from, int to) {
        int low = taken == 0 ? samples[from] : lowest[pixel];
        int apart = taken == 0 ? 0 : highest[pixel] - low;
        for (int at = from; at < to; at++) {
            int sample = samples[at];
            if (Integer.compareUnsigned(sample - low, apart) > 0) {
                int high = Math.max(low + apart, sample);
                low = Math.min(low, sample);
                apart = high - low;
            }
        }
        lowest[pixel] = (short) low;
        highest[pixel] = (short) (low + apart);
    }

    Peaks.Channel collected() {
        return new Peaks.Channel(lowest, highest);
    }
}
