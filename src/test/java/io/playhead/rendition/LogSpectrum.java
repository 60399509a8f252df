package io.playhead.rendition;

/**
 * The log-spectral distance of two sounds in a window: the root of the mean square, in dB, of what their spectra differ
 * by. Below the noise of 16-bit samples all is taken for equal.
 */
final class LogSpectrum {

    private static final double FLOOR = 10;

    private LogSpectrum() {}

    /** @param window how many frames, a power of 2 */
    static double distance(short[] one, short[] other, int from, int window) {
        double[] first = decibels(one, from, window);
        double[] second = decibels(other, from, window);
        double sum = 0;
        for (int bin = 0; bin < first.length; bin++) {
            sum += (first[bin] - second[bin]) * (first[bin] - second[bin]);
        }
        return Math.sqrt(sum / first.length);
    }

    private static double[] decibels(short[] sound, int from, int window) {
        double[] real = new double[window];
        double[] imaginary = new double[window];
        for (int at = 0; at < window; at++) {
            int mirrored = Integer.reverse(at) >>> Integer.numberOfLeadingZeros(window) + 1;
            real[mirrored] = sound[from + at] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (at + 0.5) / window));
        }
        for (int half = 1; half < window; half *= 2) {
            butterflies(real, imaginary, half);
        }
        double[] decibels = new double[window / 2];
        for (int bin = 0; bin < decibels.length; bin++) {
            double power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            decibels[bin] = 10 * Math.log10(power / window + FLOOR);
        }
        return decibels;
    }

    /** One step of a fast Fourier transform of values in bit-reversed order. */
    private static void butterflies(double[] real, double[] imaginary, int half) {
        for (int at = 0; at < real.length; at++) {
            if ((at & half) == 0) {
                double angle = -Math.PI * (at & half - 1) / half;
                int mate = at + half;
                double turnedReal = real[mate] * Math.cos(angle) - imaginary[mate] * Math.sin(angle);
                double turnedImaginary = real[mate] * Math.sin(angle) + imaginary[mate] * Math.cos(angle);
                real[mate] = real[at] - turnedReal;
                imaginary[mate] = imaginary[at] - turnedImaginary;
                real[at] += turnedReal;
                imaginary[at] += turnedImaginary;
            }
        }
    }
}
