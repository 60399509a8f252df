package io.playhead.media;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.audio.AudioFormat;
import io.playhead.audio.AudioProbe;
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

    private static final int MOST = 1000;
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private final OutsideDecoder outside;
    private final AsyncCache<Seen, SoundSource> ways = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(UNUSED)
            .executor(Runnable::run)
            .buildAsync();

    Sounds(OutsideDecoder outside) {
        this.outside = outside;
    }

    /** Octets in one state. */
    private record Seen(UUID recording, long octets, long modifiedNanos) {}

    /**
     * Its sound, after a look at its header, and after it was decoded outside where that must be; or why it has none, or
     * none yet.
     */
    Mono<Sound> of(StoredRecording stored) {
        return AtHand.then(source(stored), SoundSource::sound);
    }

    /** What is known of its sound after a look at its header, and how to come by it; or why it has none. */
    Mono<SoundSource> source(StoredRecording stored) {
        Seen seen = new Seen(
                stored.recording().uuid(),
                stored.object().length(),
                stored.object().modifiedNanos());
        CompletableFuture<SoundSource> kept = ways.getIfPresent(seen);
        return kept != null && kept.isDone() && !kept.isCompletedExceptionally()
                ? Mono.just(kept.join())
                : Mono.fromFuture(
                        () -> ways.get(seen, (wanted, executor) -> look(stored).toFuture()), true);
    }

    private Mono<SoundSource> look(StoredRecording stored) {
        String name = place(stored).name();
        OctetSource octets = new StoredOctets(stored.object());
        return stored.inspect(source -> AudioProbe.probe(source, MediaFacts.extension(name)))
                .map(probed -> source(stored, probed, octets));
    }

    private SoundSource source(StoredRecording stored, Probed probed, OctetSource octets) {
        UUID recording = stored.recording().uuid();
        AudioFormat format = probed.format()
                .orElseThrow(() -> MediaProblems.unrendered(recording).exception());
        Optional<Samples> own = StoredSamples.of(format, octets);
        if (own.isPresent()) {
            return SoundSource.of(own.get(), StoredSamples.rule(format.codec()));
        }
        if (!outside.decodes(format.codec())) {
            throw MediaProblems.unrendered(recording).exception();
        }
        EncodedSound encoded = new EncodedSound(
                recording, stored.recording().tenant(), stored.validator().opaque(), format, octets);
        return new SoundSource(
                outside.rule(), format.hertz(), Optional.empty(), () -> decoded(encoded, recording, place(stored)));
    }

    private Mono<Sound> decoded(EncodedSound encoded, UUID recording, Place place) {
        return AtHand.onErrorMap(
                AtHand.map(outside.decoded(encoded), samples -> new Sound(samples, outside.rule())),
                failure ->
                        failure instanceof DecodingFailure known ? MediaProblems.of(known, recording, place) : failure);
    }

    private static Place place(StoredRecording stored) {
        return new Place(Objects.requireNonNull(stored.recording().path()));
    }
}
