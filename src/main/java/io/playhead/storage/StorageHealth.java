package io.playhead.storage;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whether every store can serve. */
final class StorageHealth implements ReactiveHealthIndicator {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final List<RecordingStore> stores;

    StorageHealth(List<RecordingStore> stores) {
        this.stores = stores;
    }

    @Override
    public Mono<Health> health() {
        return Flux.fromIterable(stores)
                .flatMap(RecordingStore::ready)
                .then(Mono.fromCallable(() -> Health.up().build()))
                .timeout(LIMIT)
                .onErrorResume(failure -> Mono.just(Health.down().build()));
    }
}
