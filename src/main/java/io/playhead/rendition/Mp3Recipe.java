package io.playhead.rendition;

import io.playhead.pcm.Samples;
import java.util.List;

/**
 * MP3 of mono or stereo sound at a constant bit rate, at 8, 12, 16, 24, 32 or 48 kHz.
 *
 * @param kilobits a second, or 0 for what is usual at the sound's rate and channels
 */
public record Mp3Recipe(int kilobits) implements Recipe {

    /** With the bit rate that is usual at the sound's rate and channels. */
    public Mp3Recipe() {
        this(0);
    }

    /** @return kilobits a second, ascending; none where there is no MP3 of that rate and number of channels */
    public static List<Integer> bitRates(int hertz, int channels) {
        return Mp3Layout.bitRates(hertz, channels);
    }

    /** @throws IllegalArgumentException where {@link #bitRates} has not this one */
    @Override
    public Rendering of(Samples sound) {
        int chosen = kilobits == 0 ? Mp3Layout.usualBitRate(sound.hertz(), sound.channels()) : kilobits;
        return new Mp3Rendering(new Mp3Layout(sound.hertz(), sound.channels(), chosen), sound);
    }
}
