package io.playhead.rendition;

import io.playhead.pcm.Samples;

/** How sound is made into a format. */
public interface Recipe {

    /**
     * Encodes nothing, and reads nothing.
     *
     * @param sound at a rate and with a number of channels that the format has
     */
    Rendering of(Samples sound);
}
