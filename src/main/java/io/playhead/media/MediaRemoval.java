package io.playhead.media;

import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import io.playhead.database.ChangeListener;
import io.playhead.database.ChangeNotices;
import io.playhead.database.DatabaseProblems;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingStore;
import io.playhead.storage.StorageFailure;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes media away: the octets, then what speaks of them. The row is changed within a transaction that is committed only
 * when the octets are gone, so that no row says deleted of what is still there, and of two who delete at once the second
 * waits for the first. A removal that has begun goes on though nobody waits for it any more.
 */
final class MediaRemoval {

    private final List<RecordingStore> stores;
    private final RecordingRepository recordings;
    private final List<ChangeListener> rows;
    private final ChangeNotices changes;
    private final TransactionalOperator transaction;

    MediaRemoval(
            List<RecordingStore> stores,
            RecordingRepository recordings,
            List<ChangeListener> rows,
            ChangeNotices changes,
            TransactionalOperator transaction) {
        this.stores = stores;
        this.recordings = recordings;
        this.rows = rows;
        this.changes = changes;
        this.transaction = transaction;
    }

    /** What is deleted already, or is not there, is as it should be. */
    Mono<Void> remove(Recording recording) {
        return Mono.fromFuture(() -> begun(recording).toFuture(), true);
    }

    private Mono<Void> begun(Recording recording) {
        return recordings
                .forgetMedia(recording.uuid(), new Tenants(Set.of(recording.tenant())))
                .flatMap(place -> octets(recording.uuid(), new Place(place)))
                .then(changes.recordingChanged(recording.uuid()))
                .as(transaction::transactional)
                .doOnSuccess(gone -> rows.forEach(kept -> kept.recordingChanged(recording.uuid())))
                .onErrorMap(DatabaseProblems::translated);
    }

    private Mono<Void> octets(UUID recording, Place place) {
        for (RecordingStore store : stores) {
            if (store.knows(place)) {
                return store.delete(place)
                        .onErrorMap(
                                StorageFailure.class,
                                failure -> MediaProblems.of(failure, recording, place)
                                        .exception(failure));
            }
        }
        // whoever cannot reach the octets shall not forget where they are
        return Mono.error(() -> MediaProblems.forbidden(recording, place).exception());
    }
}
