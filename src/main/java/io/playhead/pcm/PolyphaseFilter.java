package io.playhead.pcm;

import io.playhead.pcm.Resampled.Ratio;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The low pass of a change of rate: a sinc under a Kaiser window, as a row of taps for every place that a frame of the
 * outcome can have between two of the source (J. O. Smith, "Digital Audio Resampling"). From 0.9 of the lower Nyquist
 * frequency on it falls, at that frequency it is down by 85 dB. Where rates have little in common there would be too
 * many places: then a frame is weighed between its two neighbours of {@link #PLACES}, with an error below -100 dB.
 */
final class PolyphaseFilter {

    /** Half of the window's length, in frames of the lower rate: (A - 7.95) / (14.36 · 0.05) / 2 for A = 88 dB. */
    private static final int REACH = 56;

    /** Between pass and stop band, of the lower Nyquist frequency. */
    private static final double CUTOFF = 0.95;

    /** Kaiser's β: 0.1102 (A - 8.7). */
    private static final double BETA = 8.74;

    /** As many as 11,025 Hz to 48,000 Hz needs; fewer where each is long, since the header's word makes them. */
    private static final int MOST_ROWS = 640;

    private static final int PLACES = 512;

    private static final int KEPT = 16;

    private static final Map<Ratio, PolyphaseFilter> FILTERS = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ratio, PolyphaseFilter> eldest) {
            return size() > KEPT;
        }
    });

    private final Ratio ratio;
    private final int taps;
    private final int places;
    private final double[] rows;

    private PolyphaseFilter(Ratio ratio) {
        this.ratio = ratio;
        double stretch = Math.max(1, (double) ratio.down() / ratio.up());
        taps = Math.ceilDiv((int) StrictMath.ceil(REACH * stretch), 4) * 8;
        places = ratio.up() * stretch <= MOST_ROWS ? ratio.up() : (int) StrictMath.ceil(PLACES / stretch);
        rows = new double[(places + 1) * taps];
        for (int place = 0; place <= places; place++) {
            fill(place * taps, (double) place / places, stretch);
        }
    }

    static PolyphaseFilter of(Ratio ratio) {
        return FILTERS.computeIfAbsent(ratio, PolyphaseFilter::new);
    }

    int taps() {
        return taps;
    }

    /** The source's first frame that the outcome's {@code frame} is made of. */
    long firstFrame(long frame) {
        return Math.floorDiv(frame * ratio.down(), ratio.up()) - taps / 2 + 1;
    }

    /**
     * Computes {@code count} frames of one channel.
     *
     * @param source one channel from {@code firstFrame(from)} on
     * @param at where in {@code into} the first of them belongs, the others each {@code step} further
     */
    void apply(double[] source, long from, int count, short[] into, int at, int step) {
        int up = ratio.up();
        int down = ratio.down();
        int start = 0;
        int place = (int) Math.floorMod(from * down, (long) up);
        for (int done = 0; done < count; done++) {
            double sum = places == up ? weighed(source, start, place * taps) : between(source, start, place);
            into[at + done * step] = (short) Math.clamp(Math.floor(sum + 0.5), Short.MIN_VALUE, Short.MAX_VALUE);
            start += down / up;
            place += down % up;
            if (place >= up) {
                place -= up;
                start++;
            }
        }
    }

    private double between(double[] source, int start, int place) {
        long exactly = (long) place * places;
        int row = (int) (exactly / ratio.up()) * taps;
        double further = (double) (exactly % ratio.up()) / ratio.up();
        double below = weighed(source, start, row);
        return below + further * (weighed(source, start, row + taps) - below);
    }

    /** Two sums, so that a processor need not wait for one addition to begin the next. */
    private double weighed(double[] source, int start, int row) {
        double sum = 0;
        double other = 0;
        for (int tap = 0; tap < taps; tap += 8) {
            int at = start + tap;
            int weight = row + tap;
            sum += (source[at] * rows[weight] + source[at + 1] * rows[weight + 1])
                    + (source[at + 2] * rows[weight + 2] + source[at + 3] * rows[weight + 3]);
            other += (source[at + 4] * rows[weight + 4] + source[at + 5] * rows[weight + 5])
                    + (source[at + 6] * rows[weight + 6] + source[at + 7] * rows[weight + 7]);
        }
        return sum + other;
    }

    /** One row, its taps summing to 1, so that a level comes out the same at every place. */
    private void fill(int row, double place, double stretch) {
        double sum = 0;
        for (int tap = 0; tap < taps; tap++) {
            double distance = (tap - taps / 2 + 1 - place) / stretch;
            rows[row + tap] = sinc(CUTOFF * distance) * kaiser(distance / REACH);
            sum += rows[row + tap];
        }
        for (int tap = 0; tap < taps; tap++) {
            rows[row + tap] /= sum;
        }
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(StrictMath.PI * x) / (StrictMath.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(BETA * StrictMath.sqrt(1 - x * x));
    }

    /** I₀, by its series, to the last bit that counts; not divided by I₀(β), since rows are made to sum to 1. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
