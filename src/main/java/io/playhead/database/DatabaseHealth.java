package io.playhead.database;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Whether PostgreSQL answers. */
final class DatabaseHealth implements ReactiveHealthIndicator {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final DatabaseClient database;

    DatabaseHealth(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Health> health() {
        return database.sql("SELECT 1")
                .fetch()
                .one()
                .map(answer -> Health.up().build())
                .timeout(LIMIT)
                .onErrorResume(failure -> Mono.just(Health.down().build()));
    }
}
