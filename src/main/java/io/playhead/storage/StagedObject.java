package io.playhead.storage;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Staged where it stays: at a place that no row speaks of yet, and that no other write can hit. */
final class StagedObject implements Staged {

    private static final Logger log = LoggerFactory.getLogger(StagedObject.class);

    private final RecordingStore store;
    private final Place place;
    private final StoredObject object;
    private final AtomicReference<State> state = new AtomicReference<>(State.STAGED);

    /** Either published or discarded, whichever comes first. */
    private enum State {
        STAGED,
        PUBLISHED,
        DISCARDED
    }

    StagedObject(RecordingStore store, Place place, StoredObject object) {
        this.store = store;
        this.place = place;
        this.object = object;
    }

    @Override
    public long length() {
        return object.length();
    }

    @Override
    public long modifiedNanos() {
        return object.modifiedNanos();
    }

    @Override
    public <T> Mono<T> inspect(StoredObject.Inspection<T> inspection) {
        return object.inspect(inspection);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public Mono<Place> publish() {
        return Mono.fromSupplier(() -> {
            if (!state.compareAndSet(State.STAGED, State.PUBLISHED)) {
                throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
            }
            return place;
        });
    }

    @Override
    public Mono<Void> discard() {
        return Mono.defer(() ->
                        state.compareAndSet(State.STAGED, State.DISCARDED) ? store.delete(place) : Mono.<Void>empty())
                .doOnError(left -> log.warn("event=unfinished-file-left file={}", place.name(), left))
                .onErrorComplete();
    }
}
