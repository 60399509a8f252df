package io.playhead.decoder;

import io.playhead.audio.Codec;
import io.playhead.pcm.Samples;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Decodes, outside of this program, recordings whose codec is none of its own. A recording is decoded once; what comes of
 * it is kept for a while, and is then {@link Samples} like any other's.
 */
public interface OutsideDecoder extends AutoCloseable {

    /** There is no program to ask. */
    OutsideDecoder NONE = new OutsideDecoder() {
        @Override
        public boolean decodes(Codec codec) {
            return false;
        }

        @Override
        public String rule() {
            throw new IllegalStateException("there is no decoder");
        }

        @Override
        public Mono<Samples> decoded(EncodedSound sound) {
            return Mono.error(() -> new DecodingFailure(DecodingFailure.Reason.UNREADABLE));
        }

        @Override
        public Optional<Samples> atHand(EncodedSound sound) {
            return Optional.empty();
        }

        @Override
        public void forget(UUID recording) {}

        @Override
        public Set<UUID> kept() {
            return Set.of();
        }

        @Override
        public void close() {}
    };

    boolean decodes(Codec codec);

    /** What the decoder is, for validators: another text where the same octets might become other samples. */
    String rule();

    /**
     * At once where it has been decoded before, else when that is done. All who wait for the same recording wait for one
     * decoding, which goes on whether anybody waits or not.
     *
     * @return or a {@link DecodingFailure}
     */
    Mono<Samples> decoded(EncodedSound sound);

    /**
     * What has been decoded before; empty where that must be done first. Begins nothing.
     *
     * @throws DecodingFailure where it was tried a moment ago
     */
    Optional<Samples> atHand(EncodedSound sound);

    /** Drops what was decoded, or is being decoded, of a recording. Does not wait for the disk. */
    void forget(UUID recording);

    /** The recordings of which something is there. */
    Set<UUID> kept();

    @Override
    void close();
}
