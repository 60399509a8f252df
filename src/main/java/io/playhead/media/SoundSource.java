package io.playhead.media;

import io.playhead.waveform.Zoom;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** How to come by a recording's sound, after a look at its header: at once, or by waiting for it each time anew. */
interface SoundSource {

    /** The sound's, known before there is one. */
    String rule();

    /** As the header says. */
    int hertz();

    Mono<Sound> sound();

    /** Without waiting: empty where it would be decoded first. Throws why there is none. */
    Optional<Sound> atHand();

    /** In octets, about, of what is kept for it. */
    int weight();

    /** How closely it may be looked at, where that is known without decoding it. */
    default Optional<Zoom> zoom() {
        return atHand().map(sound -> Zoom.of(sound.samples()));
    }
}
