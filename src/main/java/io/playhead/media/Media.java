package io.playhead.media;

import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingRepository;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingStore;
import io.playhead.storage.StorageFailure;
import io.playhead.storage.StoredObject;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Opens recordings where they lie, and knows what their octets are. */
final class Media {

    private static final Logger log = LoggerFactory.getLogger(Media.class);

    private final List<RecordingStore> stores;
    private final RecordingRepository recordings;
    private final RecordingRows rows;

    Media(List<RecordingStore> stores, RecordingRepository recordings, RecordingRows rows) {
        this.stores = stores;
        this.recordings = recordings;
        this.rows = rows;
    }

    /** The recording as it is stored, or why it cannot be had. */
    Mono<StoredRecording> open(RecordingRows.Row row) {
        return open(row.recording())
                .flatMap(object -> MediaFacts.fit(row.recording(), object)
                        ? Mono.just(stored(row.recording(), object))
                        : learn(row, object));
    }

    /** Opens what is there; whether it is known already does not matter. */
    Mono<StoredObject> open(Recording recording) {
        String path = recording.path();
        if (path == null) {
            return Mono.error(() -> MediaProblems.deleted(recording.uuid()).exception());
        }
        Place place = new Place(path);
        for (RecordingStore store : stores) {
            if (store.knows(place)) {
                return store.open(place)
                        .onErrorMap(StorageFailure.class, failure -> problem(failure, recording.uuid(), place));
            }
        }
        log.warn("event=place-of-no-store recording={}", recording.uuid());
        return Mono.error(() -> MediaProblems.missing(recording.uuid(), place).exception());
    }

    private static StoredRecording stored(Recording recording, StoredObject object) {
        return new StoredRecording(recording, java.util.Objects.requireNonNull(recording.facts()), object);
    }

    /** The octets are new, or have changed: looks at them, and keeps what they are for every replica. */
    private Mono<StoredRecording> learn(RecordingRows.Row row, StoredObject object) {
        UUID uuid = row.recording().uuid();
        Place place = new Place(java.util.Objects.requireNonNull(row.recording().path()));
        return MediaFacts.of(uuid, place, object, null)
                .onErrorMap(StorageFailure.class, failure -> problem(failure, uuid, place))
                .flatMap(facts -> recordings.keep(uuid, facts))
                .doOnNext(facts -> rows.learned(row, facts))
                .map(facts -> new StoredRecording(row.recording().with(facts), facts, object));
    }

    /** Facts of a recording without keeping them. */
    Mono<RecordingFacts> look(Recording recording, StoredObject object) {
        Place place = new Place(java.util.Objects.requireNonNull(recording.path()));
        RecordingFacts known = recording.facts();
        return known != null && MediaFacts.fit(known, object)
                ? Mono.just(known)
                : MediaFacts.of(recording.uuid(), place, object, null)
                        .onErrorMap(StorageFailure.class, failure -> problem(failure, recording.uuid(), place));
    }

    private static Throwable problem(StorageFailure failure, UUID recording, Place place) {
        return MediaProblems.of(failure, recording, place).exception(failure);
    }
}
