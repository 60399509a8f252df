package io.playhead.pcm;

import java.io.IOException;
import java.util.Arrays;

/**
 * Sound as 16-bit samples, interleaved, any stretch of it: a frame is one sample of every channel. The same frames are
 * the same samples every time, wherever the reading begins. Any number of threads may read at once; reading waits for
 * storage, so that none of them may be an event loop.
 */
public interface Samples {

    int hertz();

    int channels();

    /** Exact. */
    long frames();

    /**
     * Reads {@code count} frames from {@code from} on into the front of {@code into}.
     *
     * @param from with {@code from + count} no more than {@link #frames()}
     * @param count at least 1
     * @param into at least {@code count * channels()} long
     * @throws IOException from the source alone: whatever it contains is some sound
     */
    void read(long from, int count, short[] into) throws IOException;

    /** As {@link #read}, with silence before the first frame and after the last. */
    default void readPadded(long from, int count, short[] into) throws IOException {
        Arrays.fill(into, 0, count * channels(), (short) 0);
        long start = Math.max(0, from);
        long end = Math.min(frames(), from + count);
        if (start >= end) {
            return;
        }
        read(start, (int) (end - start), into);
        if (start > from) {
            int gap = (int) (start - from) * channels();
            System.arraycopy(into, 0, into, gap, (int) (end - start) * channels());
            Arrays.fill(into, 0, gap, (short) 0);
        }
    }
}
