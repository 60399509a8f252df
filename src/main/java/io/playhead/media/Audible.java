package io.playhead.media;

import io.playhead.pcm.ChannelChoice;
import io.playhead.pcm.Samples;
import java.time.Instant;
import java.util.UUID;

/** What renditions are made of: the sound of a recording, or of all of a call. */
interface Audible {

    /** Its own rate. */
    int hertz();

    /** Among which are chosen. */
    int channels();

    /**
     * Its sound.
     *
     * @param channel one that fits
     * @param hertz one of {@link io.playhead.pcm.Resampled#RATES}, or its own
     */
    Samples sound(ChannelChoice channel, int hertz);

    /** All that the sound depends on but for choice and rate, in {@code etagc} characters. */
    String source();

    /** Of the source. */
    Instant lastModified();

    UUID tenant();
}
