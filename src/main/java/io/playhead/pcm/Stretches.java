package io.playhead.pcm;

import java.io.IOException;

/** Reads another sound in stretches that a small array holds. */
final class Stretches {

    private static final int LONGEST = 8192;

    private Stretches() {}

    static void read(Samples source, long from, int count, Taker taker) throws IOException {
        short[] frames = new short[Math.min(count, LONGEST) * source.channels()];
        for (int done = 0; done < count; done += LONGEST) {
            int read = Math.min(LONGEST, count - done);
            source.read(from + done, read, frames);
            taker.take(frames, read, done);
        }
    }

    interface Taker {

        /** @param frames interleaved, the next call's too @param count how many of them @param done how many before */
        void take(short[] frames, int count, int done);
    }
}
