package io.playhead.media;

import io.playhead.pcm.Samples;

/**
 * A recording's sound.
 *
 * @param rule how the samples were made of the octets: another text where they might come out otherwise
 */
record Sound(Samples samples, String rule) {}
