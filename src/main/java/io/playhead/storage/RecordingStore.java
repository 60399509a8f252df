package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Recordings at rest. Every method does nothing before it is subscribed to. Failures are {@link StorageFailure}s.
 */
public interface RecordingStore {

    /** Whether a place has the form of this store's; says nothing of whether anything is there. */
    boolean knows(Place place);

    /** What is there, with its facts; reads no octets. */
    Mono<StoredObject> open(Place place);

    /**
     * What {@link #open} would give, where that is known without waiting: the object was opened before, and is still
     * what is there. Empty says nothing of whether it is.
     */
    default Optional<StoredObject> atHand(Place place) {
        return Optional.empty();
    }

    /**
     * Stores octets whole or not at all: readers see nothing of them before they are complete, and after a failure or
     * a cancel nothing is left. Only a cancel that comes while they are being published may be too late: then they are
     * there, whole. What lay under the name before is replaced.
     *
     * @param tenant whose folder they go to
     * @param name the last part of the place: no separators
     * @param octets each buffer is released by this method, whatever happens
     */
    Mono<Place> write(UUID tenant, String name, Flux<ByteBuf> octets);

    /**
     * As {@link #write}, but to be published by another step, before which no reader can come upon them and after which
     * nothing has been replaced. What is never published or discarded, because the process ended, is swept one day.
     */
    default Mono<Staged> stage(UUID tenant, String name, Flux<ByteBuf> octets) {
        return Mono.defer(() -> write(tenant, unlikeAny(name), octets))
                .flatMap(place -> open(place)
                        .<Staged>map(object -> new StagedObject(this, place, object))
                        .onErrorResume(
                                failure -> delete(place).onErrorComplete().then(Mono.error(failure))));
    }

    /** The name with something before its extension that no other has. */
    static String unlikeAny(String name) {
        int dot = name.lastIndexOf('.');
        String more = "." + UUID.randomUUID().toString().substring(0, 8);
        return dot <= 0 ? name + more : name.substring(0, dot) + more + name.substring(dot);
    }

    /** Removes what is there. Nothing there is not a failure. */
    Mono<Void> delete(Place place);

    /** Completes if the store can serve. */
    Mono<Void> ready();
}
