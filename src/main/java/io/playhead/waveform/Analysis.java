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

    /** Octets of memory beside peaks and spans, and of one span with what refers to it. */
    private static final int OVERHEAD = 1000;

    private static final int SPAN = 40;

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

    public Zoom zoom() {
        return new Zoom(peaks.hertz(), peaks.channels(), frames);
    }

    /**
     * Out of what is kept. Exact where all of the window's borders are kept ones; elsewhere a pixel may show, too, what is
     * next to it, no farther than one kept pixel: less than its own width.
     *
     * @param window within the sound, and one that {@linkplain Zoom#reads needs no reading}
     */
    public Peaks peaks(Window window) {
        return peaks.window(window);
    }

    /**
     * The same, or exact from the sound where that is to be read.
     *
     * @param sound the one of which this is the analysis
     */
    public Peaks peaks(Window window, Samples sound) throws IOException {
        return zoom().reads(window) ? Peaks.of(sound, window) : peaks(window);
    }

    /** Octets that it takes in memory, about. */
    public int weight() {
        long pixels = (long) peaks.length() * peaks.channels();
        long spans = talk.channels().stream()
                .mapToLong(channel -> channel.talk().size())
                .sum();
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + pixels * 2 * Short.BYTES + spans * SPAN);
    }
}
