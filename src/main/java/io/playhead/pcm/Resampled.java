package io.playhead.pcm;

import java.io.IOException;
import java.util.List;

/**
 * Another sound at another rate. Frame <i>n</i> lies at the time of <i>n</i> and nowhere else: the filter looks as far
 * ahead as back, and beyond the sound's ends at silence. Every frame is computed alone, by additions in one order, so
 * that it is the same on every machine and wherever the reading begins.
 */
public final class Resampled implements Samples {

    /** All to which a sound is resampled: frames of MP3 and packets of Opus have a whole number of octets there. */
    public static final List<Integer> RATES = List.of(8_000, 12_000, 16_000, 24_000, 32_000, 48_000);

    /** For recipes: another text when any sample may come out otherwise. */
    public static final String RULE = "sinc1";

    /** Read of the source at once, in frames, beside what the filter's ends need. */
    private static final int BLOCK = 8192;

    private final Samples source;
    private final int hertz;
    private final Ratio ratio;

    private Resampled(Samples source, int hertz) {
        this.source = source;
        this.hertz = hertz;
        ratio = Ratio.of(source.hertz(), hertz);
    }

    /** @param hertz one of {@link #RATES}, or the sound's own, at which it stays as it is */
    public static Samples to(int hertz, Samples sound) {
        if (sound.hertz() == hertz) {
            return sound;
        }
        if (!RATES.contains(hertz)) {
            throw new IllegalArgumentException("not resampled to " + hertz + " Hz");
        }
        return new Resampled(sound, hertz);
    }

    /** Of {@link #RATES} the lowest that keeps all of a sound, or else the highest. */
    public static int neighbour(int hertz) {
        return RATES.stream().filter(rate -> rate >= hertz).findFirst().orElse(RATES.getLast());
    }

    @Override
    public int hertz() {
        return hertz;
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public long frames() {
        return Math.ceilDiv(source.frames() * ratio.up(), ratio.down());
    }

    @Override
    public void read(long from, int count, short[] into) throws IOException {
        PolyphaseFilter filter = PolyphaseFilter.of(ratio);
        int block = (int) Math.clamp((long) BLOCK * ratio.up() / ratio.down(), 1, count);
        int longest = (int) Math.ceilDiv((long) block * ratio.down(), ratio.up()) + 1 + filter.taps();
        short[] heard = new short[longest * channels()];
        double[] channel = new double[longest];
        for (int done = 0; done < count; done += block) {
            int frames = Math.min(block, count - done);
            long first = filter.firstFrame(from + done);
            int needed = (int) (filter.firstFrame(from + done + frames - 1) - first) + filter.taps();
            source.readPadded(first, needed, heard);
            for (int number = 0; number < channels(); number++) {
                copyChannel(heard, number, channel, needed);
                filter.apply(channel, from + done, frames, into, done * channels() + number, channels());
            }
        }
    }

    private void copyChannel(short[] frames, int number, double[] channel, int count) {
        int channels = channels();
        for (int frame = 0; frame < count; frame++) {
            channel[frame] = frames[frame * channels + number];
        }
    }

    /** Of rates, in lowest terms: to {@code down} frames in belong {@code up} frames out. */
    record Ratio(int up, int down) {

        static Ratio of(int in, int out) {
            int common = in;
            for (int rest = out; rest != 0; ) {
                int next = common % rest;
                common = rest;
                rest = next;
            }
            return new Ratio(out / common, in / common);
        }
    }
}
