package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import io.playhead.representation.ByteRange;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingStore;
import io.playhead.storage.StorageFailure;
import io.playhead.storage.StoredObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells whether a recording that comes again is the one that is there. */
final class KnownRecordings {

    private final RecordingRepository recordings;
    private final List<RecordingStore> stores;

    KnownRecordings(RecordingRepository recordings, List<RecordingStore> stores) {
        this.recordings = recordings;
        this.stores = stores;
    }

    /** The recording that is there, if it is the tenant's and has these octets; else {@code recording-conflict}. */
    Mono<Recording> same(UUID recording, UUID tenant, String sha256) {
        return recordings
                .find(recording, new Tenants(Set.of(tenant)))
                .filterWhen(known -> digest(known).map(sha256::equals).defaultIfEmpty(false))
                .switchIfEmpty(
                        Mono.error(() -> IngestProblems.conflict(recording).exception()));
    }

    /** Empty if it has no media any more, or none that can be read. */
    private Mono<String> digest(Recording known) {
        RecordingFacts facts = known.facts();
        String path = known.path();
        if (path == null) {
            return Mono.empty();
        }
        return Flux.fromIterable(stores)
                .filter(store -> store.knows(new Place(path)))
                .next()
                .flatMap(store -> store.open(new Place(path)))
                .flatMap(object -> digest(facts, object))
                .onErrorResume(
                        StorageFailure.class,
                        failure ->
                                failure.reason() == StorageFailure.Reason.MISSING ? Mono.empty() : Mono.error(failure));
    }

    /** What is kept counts for as long as there are as many octets. */
    private static Mono<String> digest(@Nullable RecordingFacts facts, StoredObject object) {
        String kept = facts != null && facts.octets() == object.length() ? facts.sha256() : null;
        return kept != null ? Mono.just(kept) : digest(object);
    }

    private static Mono<String> digest(StoredObject object) {
        return Mono.defer(() -> {
            Digest digest = new Digest();
            Flux<ByteBuf> octets =
                    object.length() == 0 ? Flux.empty() : object.read(ByteRange.ofLength(0, object.length()));
            return octets.doOnNext(next -> {
                        digest.add(next);
                        next.release();
                    })
                    .then(Mono.fromSupplier(digest::hex));
        });
    }
}
