package io.playhead.waveform;

import io.playhead.pcm.Samples;
import java.io.IOException;

/** Goes once through a sound, channel by channel, with no more of it in memory than one reading. */
final class ChannelStream {

    /** Samples of all channels together. */
    private static final int READ_AT_ONCE = 65_536;

    private ChannelStream() {}

    static void read(Samples sound, long from, long to, Taker taker) throws IOException {
        int channels = sound.channels();
        int most = READ_AT_ONCE / channels;
        short[] frames = new short[most * channels];
        short[] samples = channels == 1 ? frames : new short[most];
        for (long at = from; at < to; at += most) {
            int count = (int) Math.min(most, to - at);
            sound.read(at, count, frames);
            for (int channel = 0; channel < channels; channel++) {
                if (channels > 1) {
                    separate(frames, channel, channels, samples, count);
                }
                taker.take(channel, samples, count);
            }
        }
    }

    private static void separate(short[] frames, int channel, int channels, short[] samples, int count) {
        for (int frame = 0; frame < count; frame++) {
            samples[frame] = frames[frame * channels + channel];
        }
    }

    interface Taker {

        /** @param samples the next of this channel, good until the next call */
        void take(int channel, short[] samples, int count);
    }
}
