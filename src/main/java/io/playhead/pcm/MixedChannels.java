package io.playhead.pcm;

import java.io.IOException;

/** All channels of another sound as one: their mean, halves rounded up, which never overflows. */
final class MixedChannels implements Samples {

    private final Samples source;

    MixedChannels(Samples source) {
        this.source = source;
    }

    @Override
    public int hertz() {
        return source.hertz();
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public long frames() {
        return source.frames();
    }

    @Override
    public void read(long from, int count, short[] into) throws IOException {
        int channels = source.channels();
        Stretches.read(source, from, count, (frames, read, done) -> {
            if (channels == 2) {
                mixTwo(frames, read, into, done);
            } else {
                mix(frames, read, channels, into, done);
            }
        });
    }

    private static void mixTwo(short[] frames, int count, short[] into, int done) {
        for (int frame = 0; frame < count; frame++) {
            into[done + frame] = (short) (frames[2 * frame] + frames[2 * frame + 1] + 1 >> 1);
        }
    }

    private static void mix(short[] frames, int count, int channels, short[] into, int done) {
        for (int frame = 0; frame < count; frame++) {
            int sum = channels / 2;
            for (int channel = 0; channel < channels; channel++) {
                sum += frames[frame * channels + channel];
            }
            into[done + frame] = (short) Math.floorDiv(sum, channels);
        }
    }
}
