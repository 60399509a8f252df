package io.playhead.media;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.audio.AudioFormat;
import io.playhead.audio.AudioProbe;
import io.playhead.audio.Codec;
import io.playhead.audio.OctetSource;
import io.playhead.audio.Probed;
import io.playhead.decoder.DecodingFailure;
import io.playhead.decoder.EncodedSound;
import io.playhead.decoder.OutsideDecoder;
import io.playhead.http.AtHand;
import io.playhead.pcm.Samples;
import io.playhead.pcm.StoredSamples;
import io.playhead.storage.Place;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/**
 * The sound of recordings, ready to be read. Kept for a while, because some decoders learn their way about a recording
 * the first time, and because whoever plays one asks again and again.
 */
final class Sounds {

    /** In octets of what decoders keep. */
    private static final long MOST = 32L << 20;
    /** Whatever its length: a few objects, and a decoder's last states. */
    private static final int LEAST = 16 << 10;
    /** Once all of it was read: 276 octets of GSM in 10 s, and as many once more of a steady tone. */
    private static final int A_SECOND = 64;

    private static final Duration UNUSED = Duration.ofMinutes(10);

    private final OutsideDecoder outside;
    private final AsyncCache<Seen, SoundSource> ways = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Seen seen, SoundSource way) -> way.weight())
            .expireAfterAccess(UNUSED)
            .executor(Runnable::run)
            .buildAsync();

    Sounds(OutsideDecoder outside) {
        this.outside = outside;
    }

    /** Octets in one state, at the one place from which they are read. */
    private record Seen(UUID recording, Place place, Object state) {}

    /** A sound that needs no more than to be read. */
    private record Own(Mono<Sound> sound, Sound kept, int weight) implements SoundSource {

        Own(Sound kept, int weight) {
            this(Mono.just(kept), kept, weight);
        }

        @Override
        public String rule() {
            return kept.rule();
        }

        @Override
        public int hertz() {
            return kept.samples().hertz();
        }

        @Override
        public Optional<Sound> atHand() {
            return Optional.of(kept);
        }
    }

    /** One that is decoded by others. */
    private final class Outside implements SoundSource {

        private final EncodedSound encoded;

        Outside(EncodedSound encoded) {
            this.encoded = encoded;
        }

        @Override
        public String rule() {
            return outside.rule() + ";" + encoded.format().container() + ";"
                    + encoded.format().codec();
        }

        @Override
        public int hertz() {
            return encoded.format().hertz();
        }

        @Override
        public int weight() {
            return LEAST;
        }

        @Override
        public Mono<Sound> sound() {
            return AtHand.onErrorMap(AtHand.map(outside.decoded(encoded), this::sound), this::problem);
        }

        @Override
        public Optional<Sound> atHand() {
            try {
                return outside.atHand(encoded).map(this::sound);
            } catch (DecodingFailure failure) {
                throw MediaProblems.of(failure, encoded.recording());
            }
        }

        private Sound sound(Samples samples) {
            return new Sound(samples, rule());
        }

        private Throwable problem(Throwable failure) {
            return failure instanceof DecodingFailure known ? MediaProblems.of(known, encoded.recording()) : failure;
        }
    }

    /**
     * Its sound, after a look at its header, and after it was decoded outside where that must be; or why it has none, or
     * none yet.
     */
    Mono<Sound> of(StoredRecording stored) {
        return AtHand.then(source(stored), SoundSource::sound);
    }

    /** The same without decoding outside what is not decoded yet: that is empty. */
    Mono<Optional<Sound>> atHand(StoredRecording stored) {
        return AtHand.map(source(stored), SoundSource::atHand);
    }

    /** What is known of its sound after a look at its header, and how to come by it; or why it has none. */
    Mono<SoundSource> source(StoredRecording stored) {
        Seen seen = new Seen(
                stored.recording().uuid(), place(stored), stored.object().state());
        CompletableFuture<SoundSource> kept = ways.getIfPresent(seen);
        return kept != null && kept.isDone() && !kept.isCompletedExceptionally()
                ? Mono.just(kept.join())
                : Mono.fromFuture(
                        () -> ways.get(seen, (wanted, executor) -> look(stored).toFuture()), true);
    }

    private Mono<SoundSource> look(StoredRecording stored) {
        String name = place(stored).name();
        OctetSource octets =
                new StoredOctets(stored.object(), stored.recording().uuid(), place(stored));
        return stored.inspect(source -> AudioProbe.probe(source, MediaFacts.extension(name)))
                .map(probed -> source(stored, probed, octets));
    }

    private SoundSource source(StoredRecording stored, Probed probed, OctetSource octets) {
        UUID recording = stored.recording().uuid();
        AudioFormat format = probed.format()
                .orElseThrow(() -> MediaProblems.unrendered(recording).exception());
        Optional<Samples> own = StoredSamples.of(format, octets);
        if (own.isPresent()) {
            return new Own(new Sound(own.get(), StoredSamples.rule(format)), weight(format));
        }
        if (!outside.decodes(format.codec())) {
            throw MediaProblems.unrendered(recording).exception();
        }
        EncodedSound encoded = new EncodedSound(
                recording, stored.recording().tenant(), stored.validator().opaque(), format, octets);
        return new Outside(encoded);
    }

    /** Octets that the decoder of a recording comes to keep. */
    static int weight(AudioFormat format) {
        boolean serial = format.codec() == Codec.GSM || format.codec() == Codec.G722;
        long seconds = format.frames().orElse(0) / format.hertz();
        return serial ? (int) Math.min(Integer.MAX_VALUE, LEAST + A_SECOND * seconds) : LEAST;
    }

    private static Place place(StoredRecording stored) {
        return new Place(Objects.requireNonNull(stored.recording().path()));
    }
}
