package io.playhead.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Recordings in the buckets of an S3-compatible server. A place must lie in one of them, else nothing is there. Laid out
 * as on disk: {@code <prefix><tenant>/monitor/<name>}.
 */
final class S3Store implements RecordingStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(S3Store.class);

    private static final int MOST_FACTS = 10_000;

    private final S3Properties properties;
    private final S3Calls calls;
    private final S3Gets gets;
    private final S3Buffers buffers;
    private final S3Buffers uploads;
    private final Cache<S3Place, S3Facts> known;

    S3Store(S3Properties properties, S3Calls calls) {
        this.properties = properties;
        this.calls = calls;
        this.gets = new S3Gets(calls);
        this.buffers = new S3Buffers(properties.buffers().toBytes());
        this.uploads = new S3Buffers(properties.buffers().toBytes());
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_FACTS)
                .expireAfterWrite(properties.facts())
                .executor(Runnable::run)
                .build();
    }

    @Override
    public boolean knows(Place place) {
        return S3Place.isOne(place);
    }

    @Override
    public Mono<StoredObject> open(Place place) {
        return Mono.defer(() -> {
            S3Place within = S3Place.within(properties.buckets(), place);
            S3Facts before = known.getIfPresent(within);
            return before != null ? Mono.just(object(before)) : found(within).map(this::object);
        });
    }

    @Override
    public Optional<StoredObject> atHand(Place place) {
        return S3Place.lookedFor(properties.buckets(), place)
                .flatMap(within -> Optional.ofNullable(known.getIfPresent(within)))
                .map(this::object);
    }

    private Mono<S3Facts> found(S3Place place) {
        return calls.of(client -> client.headObject(
                        request -> request.bucket(place.bucket()).key(place.key())))
                .map(answer -> S3Facts.of(place, answer))
                .doOnNext(facts -> known.put(place, facts))
                .onErrorMap(S3Failures::translated);
    }

    private StoredObject object(S3Facts facts) {
        return new S3Object(facts, gets, buffers, this::forget);
    }

    private void forget(S3Facts facts) {
        known.asMap().remove(facts.place(), facts);
    }

    @Override
    public Mono<Place> write(UUID tenant, String name, Flux<ByteBuf> octets) {
        return written(place(tenant, name), octets);
    }

    private S3Place place(UUID tenant, String name) {
        S3Properties.Bucket bucket = properties.buckets().getFirst();
        return new S3Place(bucket.name(), bucket.prefix() + tenant + "/monitor/" + FileName.checked(name));
    }

    private Mono<Place> written(S3Place place, Flux<ByteBuf> octets) {
        return Mono.defer(() -> new S3Write(calls, properties, place, uploads).of(octets))
                .doOnTerminate(() -> known.invalidate(place))
                .doOnCancel(() -> known.invalidate(place));
    }

    /** No other has this place, so that whatever a failure or a cancel may have left there can be removed. */
    @Override
    public Mono<Staged> stage(UUID tenant, String name, Flux<ByteBuf> octets) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> place(tenant, RecordingStore.unlikeAny(name))),
                place -> written(place, octets)
                        .then(Mono.defer(() -> found(place)))
                        .map(facts -> new StagedObject(this, place.place(), object(facts))),
                place -> Mono.empty(),
                (place, failure) -> tidied(place),
                this::tidied);
    }

    private Mono<Void> tidied(S3Place place) {
        return removed(place)
                .doOnError(failure -> log.warn("event=unfinished-object-left cause={}", failure.toString()))
                .onErrorComplete();
    }

    /** A place that cannot be reached is not one where nothing is. */
    @Override
    public Mono<Void> delete(Place place) {
        return Mono.defer(() -> removed(S3Place.within(properties.buckets(), place)))
                .onErrorMap(StorageFailure.class, S3Store::unreached);
    }

    private static StorageFailure unreached(StorageFailure failure) {
        return failure.reason() == StorageFailure.Reason.MISSING
                ? new StorageFailure(StorageFailure.Reason.FORBIDDEN, failure)
                : failure;
    }

    private Mono<Void> removed(S3Place place) {
        return calls.of(client -> client.deleteObject(
                        request -> request.bucket(place.bucket()).key(place.key())))
                .then()
                .onErrorMap(S3Failures::translated)
                .doOnTerminate(() -> known.invalidate(place))
                .doOnCancel(() -> known.invalidate(place));
    }

    @Override
    public Mono<Void> ready() {
        return Flux.fromIterable(properties.buckets())
                .flatMap(bucket -> calls.of(client -> client.headBucket(request -> request.bucket(bucket.name()))))
                .then()
                .onErrorMap(S3Failures::translated);
    }

    S3Gets gets() {
        return gets;
    }

    S3Buffers buffers() {
        return buffers;
    }

    @Override
    public void close() {
        calls.close();
    }
}
