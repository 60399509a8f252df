package io.playhead.rendition;

import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Samples;
import io.playhead.pcm.Sounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Sounds for Opus, and the octets that become of them. */
final class OpusSounds {

    private OpusSounds() {}

    /** Digits, noise and music; in stereo music on the right. */
    static Samples medley(int hertz, int channels, int frames) {
        short[] left = Sounds.dtmf(hertz, frames);
        short[] music = Sounds.music(hertz, frames);
        System.arraycopy(Sounds.noise(frames), 0, left, frames / 3, frames / 6);
        System.arraycopy(music, 0, left, frames / 2, frames / 2);
        return new ArraySamples(hertz, channels, channels == 1 ? left : Sounds.stereo(left, music));
    }

    static byte[] whole(Rendering rendering) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int chunk = 0; chunk < rendering.chunks(); chunk++) {
            whole.write(rendering.chunk(chunk));
        }
        return whole.toByteArray();
    }

    /** Silence as long as wanted, whose frames are counted as they are read. */
    record Counted(int hertz, int channels, long frames, AtomicLong read) implements Samples {

        @Override
        public void read(long from, int count, short[] into) {
            read.addAndGet(count);
        }
    }

    /** A sound without its first frames. */
    record Later(Samples sound, long by) implements Samples {

        @Override
        public int hertz() {
            return sound.hertz();
        }

        @Override
        public int channels() {
            return sound.channels();
        }

        @Override
        public long frames() {
            return sound.frames() - by;
        }

        @Override
        public void read(long from, int count, short[] into) throws IOException {
            sound.read(from + by, count, into);
        }
    }
}
