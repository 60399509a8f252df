package io.playhead.waveform;

import io.playhead.pcm.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one pass over a sound tells of it, small enough to be kept.
 *
 * @param frames of the sound
 * @param peaks of all of it
 */
public record Analysis(long frames, Peaks peaks, TalkMap talk) {

    /** Frames that are read once more rather than shown roughly: four minutes of telephony, some milliseconds of work. */
    private static final long READ_AGAIN = 1 << 21;

    /** Reads all of it, once, and waits for storage: some 30 ms for an hour of telephony, beside its decoding. */
    public static Analysis of(Samples sound) throws IOException {
        int channels = sound.channels();
        Window whole = Window.whole(sound.frames(), channels);
        List<PeakCollector> peaks = Peaks.collectors(channels, whole);
        List<Levels> levels = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            levels.add(new Levels(sound.hertz(), sound.frames()));
        }
        ChannelStream.read(sound, 0, sound.frames(), (channel, samples, count) -> {
            peaks.get(channel).add(samples, count);
            levels.get(channel).add(samples, count);
        });
        return new Analysis(
                sound.frames(),
                Peaks.collected(sound.hertz(), whole, peaks),
                TalkMap.of(
                        sound.hertz(),
                        sound.frames(),
                        levels.stream().map(Levels::collected).toList()));
    }

    /** A window that fills a picture: of no more pixels than its width, and of what is kept where that is close enough. */
    public Window window(long from, long to, int width) {
        long closest = Math.clamp(Math.ceilDiv(to - from, width), Window.LEAST, Window.MOST);
        int kept = peaks.samplesPerPixel();
        long samplesPerPixel = closest < kept ? closest : Math.ceilDiv(closest, kept) * kept;
        return new Window(from, to, (int) samplesPerPixel);
    }

    /**
     * Whether {@link #peaks(Window, Samples)} reads the sound for it: where the kept pixels would not be exact, and the
     * window is short or looked at more closely than them.
     */
    public boolean reads(Window window) {
        int kept = peaks.samplesPerPixel();
        boolean aligned = window.from() % kept == 0 && (window.to() % kept == 0 || window.to() == frames);
        boolean exact = aligned && window.samplesPerPixel() % kept == 0;
        return !exact && (window.samplesPerPixel() < kept || window.to() - window.from() <= READ_AGAIN);
    }

    /**
     * Exact where all of the window's borders are kept ones, and where the sound is read. Elsewhere a pixel may show, too,
     * what is next to it, no farther than one kept pixel: less than its own width.
     *
     * @param window within the sound
     * @param sound the one of which this is the analysis
     */
    public Peaks peaks(Window window, Samples sound) throws IOException {
        return reads(window) ? Peaks.of(sound, window) : peaks.window(window);
    }
}
