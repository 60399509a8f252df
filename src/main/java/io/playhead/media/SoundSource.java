package io.playhead.media;

import io.playhead.pcm.Samples;
import io.playhead.waveform.Zoom;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * How to come by a recording's sound, after a look at its header.
 *
 * @param rule the sound's, known before there is one
 * @param hertz as the header says
 * @param atHand where decoders of our own read it
 * @param awaited the sound, which may have to be decoded outside first: anew each time
 */
record SoundSource(String rule, int hertz, Optional<Sound> atHand, Supplier<Mono<Sound>> awaited) {

    static SoundSource of(Samples samples, String rule) {
        Sound sound = new Sound(samples, rule);
        Mono<Sound> atHand = Mono.just(sound);
        return new SoundSource(rule, samples.hertz(), Optional.of(sound), () -> atHand);
    }

    Mono<Sound> sound() {
        return awaited.get();
    }

    /** How closely it may be looked at, where that is known without decoding it. */
    Optional<Zoom> zoom() {
        return atHand.map(sound -> Zoom.of(sound.samples()));
    }
}
