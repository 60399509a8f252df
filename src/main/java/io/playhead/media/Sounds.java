package io.playhead.media;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.audio.AudioFormat;
import io.playhead.audio.AudioProbe;
import io.playhead.audio.OctetSource;
import io.playhead.audio.Probed;
import io.playhead.pcm.StoredSamples;
import io.playhead.storage.Place;
import java.time.Duration;
import java.util.Objects;
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

    private final AsyncCache<Seen, Sound> sounds = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(UNUSED)
            .executor(Runnable::run)
            .buildAsync();

    /** Octets in one state. */
    private record Seen(UUID recording, long octets, long modifiedNanos) {}

    /** Its sound, after a look at its header; or why it has none. */
    Mono<Sound> of(StoredRecording stored) {
        Seen seen = new Seen(
                stored.recording().uuid(),
                stored.object().length(),
                stored.object().modifiedNanos());
        CompletableFuture<Sound> kept = sounds.getIfPresent(seen);
        return kept != null && kept.isDone() && !kept.isCompletedExceptionally()
                ? Mono.just(kept.join())
                : Mono.fromFuture(
                        () -> sounds.get(
                                seen, (wanted, executor) -> look(stored).toFuture()),
                        true);
    }

    private static Mono<Sound> look(StoredRecording stored) {
        String name = new Place(Objects.requireNonNull(stored.recording().path())).name();
        OctetSource octets = new StoredOctets(stored.object());
        return stored.inspect(source -> AudioProbe.probe(source, MediaFacts.extension(name)))
                .map(probed -> sound(stored, probed, octets));
    }

    private static Sound sound(StoredRecording stored, Probed probed, OctetSource octets) {
        AudioFormat format = probed.format()
                .orElseThrow(() ->
                        MediaProblems.unrendered(stored.recording().uuid()).exception());
        return StoredSamples.of(format, octets)
                .map(samples -> new Sound(samples, StoredSamples.rule(format.codec())))
                .orElseThrow(() ->
                        MediaProblems.unrendered(stored.recording().uuid()).exception());
    }
}
