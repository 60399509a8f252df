package io.playhead.storage;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Staged where it stays: at a place that no row speaks of yet, and that no other write can hit. */
final class StagedObject implements Staged {

    private static final Logger log = LoggerFactory.getLogger(StagedObject.class);

    private final RecordingStore store;
    private final Place place;
    private final StoredObject object;
    private final AtomicBoolean published = new AtomicBoolean();

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
            published.set(true);
            return place;
        });
    }

    @Override
    public Mono<Void> discard() {
        return Mono.defer(() -> published.get() ? Mono.<Void>empty() : store.delete(place))
                .doOnError(left -> log.warn("event=unfinished-file-left file={}", place.name(), left))
                .onErrorComplete();
    }
}
