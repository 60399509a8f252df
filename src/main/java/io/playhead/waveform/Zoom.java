package io.playhead.waveform;

import io.playhead.pcm.Samples;

/**
 * How closely a sound may be looked at: no closer than a picture is, with no more pixels than somebody draws, and what is
 * long no closer than what is kept of it, since it would be decoded again each time.
 *
 * @param frames of the sound
 */
public record Zoom(int hertz, int channels, long frames) {

    /** A hundred pixels a second show syllables; from their extremes nobody hears a word. */
    private static final int PIXELS_PER_SECOND = 100;

    /** Most pixels of all channels together. */
    static final int MOST_PIXELS = 1 << 17;

    /** Samples of all channels that are read once more rather than shown roughly: four minutes of a call's both sides. */
    private static final long READ_AGAIN = 1 << 22;

    public static Zoom of(Samples sound) {
        return new Zoom(sound.hertz(), sound.channels(), sound.frames());
    }

    /** Samples per pixel that are a picture yet, whatever the window. */
    public static int closest(int hertz) {
        return Math.max(Window.LEAST, hertz / PIXELS_PER_SECOND);
    }

    /** The fewest samples per pixel of a window within the sound. */
    public int closest(long from, long to) {
        long drawn = Math.ceilDiv(to - from, Math.max(1, MOST_PIXELS / channels));
        long least = Math.max(closest(hertz), isLong(from, to) ? Math.max(drawn, kept()) : drawn);
        return (int) Math.min(least, Window.MOST);
    }

    /** A window that fills a picture: of no more pixels than its width, and of what is kept where that is close enough. */
    public Window filling(long from, long to, int width) {
        long closest = Math.clamp(Math.ceilDiv(to - from, width), closest(from, to), Window.MOST);
        int kept = kept();
        long samplesPerPixel = closest < kept ? closest : Math.ceilDiv(closest, kept) * kept;
        return new Window(from, to, (int) samplesPerPixel);
    }

    /**
     * Whether the sound is read for a window: where the kept pixels would not be exact, and the window is short or looked at
     * more closely than them.
     */
    public boolean reads(Window window) {
        int kept = kept();
        boolean aligned = window.from() % kept == 0 && (window.to() % kept == 0 || window.to() == frames);
        boolean exact = aligned && window.samplesPerPixel() % kept == 0;
        return !exact && (window.samplesPerPixel() < kept || !isLong(window.from(), window.to()));
    }

    private boolean isLong(long from, long to) {
        return to - from > READ_AGAIN / channels;
    }

    private int kept() {
        return Window.whole(frames, channels).samplesPerPixel();
    }
}
