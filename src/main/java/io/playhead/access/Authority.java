package io.playhead.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who knows tokens and tenants. Refusals are {@code ProblemException}s from {@link AccessProblems}; text that is no UUID
 * is refused like a foreign tenant. An authority that cannot be reached is a problem of kind {@code UNAVAILABLE}.
 * Implementations decide for how many seconds an answer is kept, and join concurrent look-ups of one token.
 */
public interface Authority {

    /**
     * Completes if the token is good, may do {@code requiredAcl} and, where a tenant is named, reaches that tenant: its
     * own or one below. Else {@code unauthorized}, with reason {@code not_found_or_expired} before
     * {@code missing_permission_or_invalid_tenant}.
     *
     * @param headerTenant {@code Wazo-Tenant} as sent, never empty
     */
    Mono<Void> check(Credential credential, String requiredAcl, @Nullable String headerTenant);

    /** What the token says of its owner, or {@code unauthorized} without {@code required_access}. Never empty. */
    Mono<Token> details(Credential credential);

    /** The same, to learn the telephone user of {@code /users/me}. */
    default Mono<Token> owner(Credential credential) {
        return details(credential);
    }

    /** Completes if the tenant is the token's own or one below; else {@code unauthorized-tenant}. */
    Mono<Void> checkTenant(Token token, String tenant);

    /**
     * The tenant and all below it. A token that may not list tenants sees its own alone; any other it cannot reach is
     * {@code unauthorized-tenant}.
     */
    Mono<Set<UUID>> tree(Token token, UUID tenant);

    /**
     * Completes if the token's own tenant is the master: the one whose people run this service. Else
     * {@code unauthorized}, with the token alone.
     */
    Mono<Void> checkMaster(Token token);

    /** Do you work? Completes, or says why not. */
    Mono<Void> ready();

    /**
     * Whether there has been a token of Playhead's own, where the authority demands one of whoever asks. Tells what is
     * known already, and waits for nobody.
     */
    default boolean hasServiceToken() {
        return true;
    }

    /** Where and how a page signs in, for {@code GET /sign-in}; empty where one has a token already. No secrets. */
    default Mono<Map<String, Object>> signIn() {
        return Mono.just(Map.of());
    }

    /** Origins, beside Playhead's own, that a page asks to sign in. */
    default List<String> pageOrigins() {
        return List.of();
    }
}
