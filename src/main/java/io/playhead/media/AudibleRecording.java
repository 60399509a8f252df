package io.playhead.media;

import io.playhead.pcm.ChannelChoice;
import io.playhead.pcm.Resampled;
import io.playhead.pcm.Samples;
import java.time.Instant;
import java.util.UUID;

/** A recording that is stored, and its sound. */
record AudibleRecording(StoredRecording stored, Sound heard) implements Audible {

    @Override
    public int hertz() {
        return heard.samples().hertz();
    }

    /** How many samples each channel has, at its own rate. */
    long frames() {
        return heard.samples().frames();
    }

    @Override
    public int channels() {
        return heard.samples().channels();
    }

    @Override
    public Samples sound(ChannelChoice channel, int hertz) {
        return Resampled.to(hertz, channel.of(heard.samples()));
    }

    @Override
    public String source() {
        return stored.validator().opaque() + "/" + heard.rule();
    }

    @Override
    public Instant lastModified() {
        return stored.lastModified();
    }

    @Override
    public UUID tenant() {
        return stored.recording().tenant();
    }
}
