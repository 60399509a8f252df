package io.playhead.pcm;

import java.util.Optional;

/**
 * Decoders that were set going in the midst of a recording, in states as unlike each other as can be. Once they all are
 * in one state, one that came all the way from the start most likely is in that one too, or will be soon. The sound of
 * their blocks is to be thrown away.
 */
interface Convergence extends BlockDecoder {

    /** The one decoder that is left; empty as long as they differ. */
    Optional<SerialDecoder> outcome();
}
