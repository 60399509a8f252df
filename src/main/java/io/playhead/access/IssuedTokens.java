package io.playhead.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tokens that are good beside those of the static authority's file: another room issues them. */
@FunctionalInterface
public interface IssuedTokens {

    IssuedTokens NONE = token -> Mono.just(Optional.empty());

    /** @param expires good until this instant, not in it */
    record Issued(UUID user, UUID tenant, Rights rights, Instant expires) {}

    /** The token, expired perhaps; at hand where it is kept. Never an empty {@code Mono}. */
    Mono<Optional<Issued>> find(TokenDigest token);
}
