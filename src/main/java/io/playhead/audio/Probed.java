package io.playhead.audio;

import java.util.Optional;
import org.springframework.http.MediaType;

/**
 * What a look at a recording's header told.
 *
 * @param mediaType of the stored octets
 * @param format empty where the header does not say, and for {@link State#UNRECOGNISED}
 * @param plainPcmWave whether the stored octets are themselves what {@code format=wav} promises: a RIFF WAVE of 16-bit
 *     PCM (format tag 1, not WAVE_FORMAT_EXTENSIBLE), all of it there, under a header whose sizes are right
 */
public record Probed(MediaType mediaType, State state, Optional<AudioFormat> format, boolean plainPcmWave) {

    /** Those of a recording's states that its octets decide. */
    public enum State {
        AVAILABLE,
        /** A header and no audio, or not even a header. */
        EMPTY,
        /** The header promises more than there is. {@link AudioFormat#frames()} counts what is there. */
        TRUNCATED,
        /** Nothing that Playhead can parse: the media type is what the file's name says. */
        UNRECOGNISED
    }

    static Probed of(MediaType mediaType, State state, AudioFormat format) {
        return new Probed(mediaType, state, Optional.of(format), false);
    }

    static Probed without(MediaType mediaType, State state) {
        return new Probed(mediaType, state, Optional.empty(), false);
    }
}
