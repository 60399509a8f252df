package io.playhead.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingRepository;
import io.playhead.decoder.OutsideDecoder;
import io.playhead.http.AtHand;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingStore;
import io.playhead.storage.StorageFailure;
import io.playhead.storage.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Opens recordings where they lie, and knows what their octets are. */
final class Media {

    private static final Logger log = LoggerFactory.getLogger(Media.class);

    private static final int MOST_LEARNED = 10_000;

    private final List<RecordingStore> stores;
    private final RecordingRepository recordings;
    private final OutsideDecoder outside;
    private final List<BeingWritten> watched;
    /** The row that a request has may be older than what another request has learned meanwhile. */
    private final Cache<Seen, RecordingFacts> learned = Caffeine.newBuilder()
            .maximumSize(MOST_LEARNED)
            .expireAfterWrite(Duration.ofMinutes(1))
            .executor(Runnable::run)
            .build();

    Media(List<RecordingStore> stores, RecordingRepository recordings, OutsideDecoder outside) {
        this(stores, recordings, outside, List.of());
    }

    /** @param watched know which files are still being written: those are not opened */
    Media(
            List<RecordingStore> stores,
            RecordingRepository recordings,
            OutsideDecoder outside,
            List<BeingWritten> watched) {
        this.watched = List.copyOf(watched);
        this.stores = stores;
        this.recordings = recordings;
        this.outside = outside;
    }

    /** Octets in one state: what is learned of them stays true. */
    private record Seen(UUID recording, long octets, long modifiedNanos) {}

    /** The recording as it is stored, or why it cannot be had. */
    Mono<StoredRecording> opened(Recording recording) {
        return AtHand.then(
                open(recording),
                object -> AtHand.map(known(recording, object), facts -> stored(recording, facts, object)));
    }

    private Mono<RecordingFacts> known(Recording recording, StoredObject object) {
        RecordingFacts facts = recording.facts();
        if (facts != null && MediaFacts.fit(facts, object)) {
            return Mono.just(facts);
        }
        Seen seen = new Seen(recording.uuid(), object.length(), object.modifiedNanos());
        RecordingFacts before = learned.getIfPresent(seen);
        return before != null ? Mono.just(before) : learn(recording, object).doOnNext(kept -> learned.put(seen, kept));
    }

    /** Opens what is there; whether it is known already does not matter. */
    Mono<StoredObject> open(Recording recording) {
        String path = recording.path();
        if (path == null) {
            return Mono.error(() -> MediaProblems.deleted(recording.uuid()).exception());
        }
        Place place = new Place(path);
        for (BeingWritten written : watched) {
            if (written.isBeingWritten(place)) {
                return Mono.error(() -> MediaProblems.beingWritten(recording.uuid(), written.settle())
                        .exception());
            }
        }
        for (RecordingStore store : stores) {
            if (store.knows(place)) {
                return store.atHand(place)
                        .map(Mono::just)
                        .orElseGet(() -> store.open(place)
                                .onErrorMap(
                                        StorageFailure.class, failure -> problem(failure, recording.uuid(), place)));
            }
        }
        log.warn("event=place-of-no-store recording={}", recording.uuid());
        return Mono.error(() -> MediaProblems.missing(recording.uuid(), place).exception());
    }

    private StoredRecording stored(Recording recording, RecordingFacts facts, StoredObject object) {
        return new StoredRecording(
                facts == recording.facts() ? recording : recording.with(facts), facts, object, outside);
    }

    /**
     * The octets are new, or have changed: looks at them, and keeps what they are for every replica, unless they are being
     * deleted.
     */
    private Mono<RecordingFacts> learn(Recording recording, StoredObject object) {
        return look(recording, object)
                .flatMap(facts -> recordings.keep(recording.uuid(), facts).defaultIfEmpty(facts));
    }

    /** Facts of a recording without keeping them. */
    Mono<RecordingFacts> look(Recording recording, StoredObject object) {
        Place place = new Place(Objects.requireNonNull(recording.path()));
        RecordingFacts known = recording.facts();
        return known != null && MediaFacts.fit(known, object)
                ? Mono.just(known)
                : MediaFacts.of(recording.uuid(), place, object)
                        .onErrorMap(StorageFailure.class, failure -> problem(failure, recording.uuid(), place));
    }

    private static Throwable problem(StorageFailure failure, UUID recording, Place place) {
        return MediaProblems.of(failure, recording, place).exception(failure);
    }
}
