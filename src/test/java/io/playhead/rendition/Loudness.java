package io.playhead.rendition;

/** How loud samples are, and how much louder than what a codec adds to them; all in decibels. */
final class Loudness {

    private static final double FULL_SCALE = 32_768;
    /** Below it nobody listens. */
    private static final double AUDIBLE = -50;

    private Loudness() {}

    /** Of full scale, root mean square; of digital silence -200. */
    static double level(short[] sound, int from, int to) {
        double sum = 0;
        for (int at = from; at < to; at++) {
            sum += (double) sound[at] * sound[at];
        }
        return 10 * Math.log10(sum / (to - from) / (FULL_SCALE * FULL_SCALE) + 1e-20);
    }

    /** Signal to noise. */
    static double ratio(short[] sound, short[] heard, int from, int to) {
        double signal = 0;
        double noise = 1e-3;
        for (int at = from; at < to; at++) {
            double difference = sound[at] - heard[at];
            signal += (double) sound[at] * sound[at];
            noise += difference * difference;
        }
        return 10 * Math.log10(signal / noise);
    }

    /**
     * The mean of the ratios of segments, of those alone that are above -50 dBFS; each counts as -10 at least.
     *
     * @return NaN where all is quiet
     */
    static double segmentalRatio(short[] sound, short[] heard, int from, int to, int segment) {
        double sum = 0;
        int count = 0;
        for (int at = from; at + segment <= to; at += segment) {
            if (level(sound, at, at + segment) > AUDIBLE) {
                sum += Math.max(-10, ratio(sound, heard, at, at + segment));
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
