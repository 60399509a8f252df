package io.playhead.waveform;

import io.playhead.pcm.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The lowest and the highest sample of every pixel of every channel: what a sound looks like. */
public final class Peaks {

    private final int hertz;
    private final int samplesPerPixel;
    private final List<Channel> channels;

    Peaks(int hertz, int samplesPerPixel, List<Channel> channels) {
        this.hertz = hertz;
        this.samplesPerPixel = samplesPerPixel;
        this.channels = List.copyOf(channels);
    }

    /** Reads the whole window. */
    static Peaks of(Samples sound, Window window) throws IOException {
        List<PeakCollector> collectors = collectors(sound.channels(), window);
        ChannelStream.read(
                sound,
                window.from(),
                window.to(),
                (channel, samples, count) -> collectors.get(channel).add(samples, count));
        return collected(sound.hertz(), window, collectors);
    }

    static List<PeakCollector> collectors(int channels, Window window) {
        List<PeakCollector> collectors = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            collectors.add(new PeakCollector(window.samplesPerPixel(), window.pixels()));
        }
        return collectors;
    }

    static Peaks collected(int hertz, Window window, List<PeakCollector> collectors) {
        return new Peaks(
                hertz,
                window.samplesPerPixel(),
                collectors.stream().map(PeakCollector::collected).toList());
    }

    /** Of the sound. */
    public int hertz() {
        return hertz;
    }

    /** In frames; the last pixel may have fewer. */
    public int samplesPerPixel() {
        return samplesPerPixel;
    }

    public int channels() {
        return channels.size();
    }

    /** In pixels, the same for every channel. */
    public int length() {
        return channels.getFirst().lowest.length;
    }

    public short lowest(int channel, int pixel) {
        return channels.get(channel).lowest[pixel];
    }

    public short highest(int channel, int pixel) {
        return channels.get(channel).highest[pixel];
    }

    List<Channel> byChannel() {
        return channels;
    }

    /**
     * Coarser pixels out of these, which begin with the sound. Exact where all borders lie on borders of these; elsewhere
     * a pixel is made of all of these that it touches, and so may show what is up to one of these beside it.
     */
    Peaks window(Window window) {
        return new Peaks(
                hertz,
                window.samplesPerPixel(),
                channels.stream().map(channel -> coarser(channel, window)).toList());
    }

    private Channel coarser(Channel channel, Window window) {
        short[] lowest = new short[window.pixels()];
        short[] highest = new short[window.pixels()];
        for (int pixel = 0; pixel < lowest.length; pixel++) {
            int first = (int) (window.start(pixel) / samplesPerPixel);
            int end = (int) Math.ceilDiv(window.end(pixel), samplesPerPixel);
            short low = channel.lowest[first];
            short high = channel.highest[first];
            for (int at = first + 1; at < end; at++) {
                low = (short) Math.min(low, channel.lowest[at]);
                high = (short) Math.max(high, channel.highest[at]);
            }
            lowest[pixel] = low;
            highest[pixel] = high;
        }
        return new Channel(lowest, highest);
    }

    /** By pixels, neither to be changed any more. */
    record Channel(short[] lowest, short[] highest) {}
}
