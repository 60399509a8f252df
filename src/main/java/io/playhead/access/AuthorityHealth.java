package io.playhead.access;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** Whether the authority can tell who is who. */
final class AuthorityHealth implements ReactiveHealthIndicator {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Authority authority;

    AuthorityHealth(Authority authority) {
        this.authority = authority;
    }

    @Override
    public Mono<Health> health() {
        return authority
                .ready()
                .then(Mono.fromCallable(() -> Health.up().build()))
                .timeout(LIMIT)
                .onErrorResume(failure -> Mono.just(Health.down().build()));
    }
}
