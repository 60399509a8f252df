package io.playhead.waveform;

/**
 * Which frames of a sound are looked at, and how closely.
 *
 * @param to behind the last frame
 * @param samplesPerPixel at least 64: closer, it would be the sound itself; the most is 2³⁰
 */
public record Window(long from, long to, int samplesPerPixel) {

    /** Of any window, whatever the sound; {@link Zoom} says how close one may be. */
    public static final int LEAST = 64;

    /** A day and a half of telephony. */
    public static final int MOST = 1 << 30;

    /** Of all channels together; of four octets each, 128 KiB before they are deflated. */
    private static final int KEPT_PIXELS = 32_768;

    public Window {
        if (from < 0 || to < from || samplesPerPixel < LEAST || samplesPerPixel > MOST) {
            throw new IllegalArgumentException(from + " to " + to + " by " + samplesPerPixel);
        }
    }

    /** All of it, closely enough for pictures, with few enough pixels to be kept. */
    static Window whole(long frames, int channels) {
        int samplesPerPixel = LEAST;
        while (Math.ceilDiv(frames, samplesPerPixel) * channels > KEPT_PIXELS && samplesPerPixel < MOST) {
            samplesPerPixel *= 2;
        }
        return new Window(0, frames, samplesPerPixel);
    }

    /** No more than {@link Integer#MAX_VALUE}, else an {@link ArithmeticException}. */
    public int pixels() {
        return Math.toIntExact(Math.ceilDiv(to - from, samplesPerPixel));
    }

    long start(int pixel) {
        return from + (long) pixel * samplesPerPixel;
    }

    long end(int pixel) {
        return Math.min(to, start(pixel) + samplesPerPixel);
    }
}
