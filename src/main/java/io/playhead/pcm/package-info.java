/**
 * A recording's sound as 16-bit samples, any stretch of it: decoders of the codecs that telephony uses, channels, rates.
 * What the file is comes from {@code audio}; what the sound is made into, {@code rendition} and {@code waveform}.
 */
@NullMarked
package io.playhead.pcm;

import org.jspecify.annotations.NullMarked;
