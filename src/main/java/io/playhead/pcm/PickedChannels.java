package io.playhead.pcm;

import java.io.IOException;

/** Some channels of another sound, in any order, any of them more than once. */
final class PickedChannels implements Samples {

    private final Samples source;
    private final int[] picked;

    PickedChannels(Samples source, int... picked) {
        this.source = source;
        this.picked = picked.clone();
    }

    @Override
    public int hertz() {
        return source.hertz();
    }

    @Override
    public int channels() {
        return picked.length;
    }

    @Override
    public long frames() {
        return source.frames();
    }

    @Override
    public void read(long from, int count, short[] into) throws IOException {
        Stretches.read(source, from, count, (frames, read, done) -> pick(frames, read, into, done));
    }

    private void pick(short[] frames, int count, short[] into, int done) {
        int recorded = source.channels();
        int channels = picked.length;
        for (int channel = 0; channel < channels; channel++) {
            int at = done * channels + channel;
            int from = picked[channel];
            for (int frame = 0; frame < count; frame++) {
                into[at + frame * channels] = frames[from + frame * recorded];
            }
        }
    }
}
