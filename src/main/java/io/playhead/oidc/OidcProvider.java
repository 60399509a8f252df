package io.playhead.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.SignedJWT;
import io.playhead.access.AccessProblems;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * What the provider publishes: its description and its keys. It is asked in time before its answers are old, and at once
 * for a key that nobody has seen yet, but not more often than every five seconds: kids are easily made up.
 */
final class OidcProvider implements AutoCloseable {

    private final URI issuer;
    private final OidcClient client;
    private final Published<OidcDiscovery> discovery;
    private final Published<List<JWK>> keys;

    OidcProvider(OidcProperties properties, InstantSource clock, @Nullable LoopResources loops) {
        issuer = properties.issuerUri();
        client = new OidcClient(properties, loops);
        Duration fresh = properties.jwksFresh();
        Duration kept = properties.jwksKept();
        discovery = new Published<>("The description of " + issuer, this::describe, clock, fresh, kept);
        // described anew each time: where the keys are may change with them
        Mono<URI> address = properties.jwksUri() == null
                ? Mono.defer(this::describe).map(OidcDiscovery::jwks)
                : Mono.just(URI.create(properties.jwksUri()));
        keys = new Published<>(
                "The keys of " + issuer,
                () -> address.flatMap(client::get).map(OidcProvider::parse).onErrorMap(OidcProvider::told),
                clock,
                fresh,
                kept);
    }

    private Mono<OidcDiscovery> describe() {
        return client.get(OidcDiscovery.address(issuer))
                .map(octets -> OidcDiscovery.parse(octets, issuer))
                .onErrorMap(OidcProvider::told);
    }

    /** Whatever a library finds wrong in what the provider says. */
    private static Throwable told(Throwable failure) {
        return failure instanceof OidcFailure ? failure : new OidcFailure("answers what cannot be read", failure);
    }

    /** How it describes itself, with the two places that a page needs; or a problem of kind {@code UNAVAILABLE}. */
    Mono<OidcDiscovery> discovery() {
        return discovery
                .get()
                .filter(known ->
                        known.authorization().isPresent() && known.token().isPresent())
                .switchIfEmpty(Mono.error(() -> new OidcFailure("does not tell where one signs in", null)))
                .onErrorMap(OidcFailure.class, this::unreachable);
    }

    /**
     * Those among which the token's may be, or a problem of kind {@code UNAVAILABLE}.
     *
     * @param algorithms for any other there is none, and nobody is asked
     */
    Flux<JWK> keys(SignedJWT token, Set<JWSAlgorithm> algorithms) {
        if (!algorithms.contains(token.getHeader().getAlgorithm())) {
            return Flux.empty();
        }
        String kid = token.getHeader().getKeyID();
        return keys.get()
                .flatMap(known -> kid == null || has(kid, known) ? Mono.just(known) : keys.newerThan(known))
                .onErrorMap(OidcFailure.class, this::unreachable)
                .flatMapIterable(known -> known);
    }

    /** Completes if there are keys to check with, or says why not. */
    Mono<Void> ready() {
        return keys.get().then();
    }

    private static boolean has(String kid, List<JWK> keys) {
        return keys.stream().anyMatch(key -> kid.equals(key.getKeyID()));
    }

    /** Public keys for signatures alone: a secret that was published by mistake checks nothing. */
    private static List<JWK> parse(byte[] octets) {
        try {
            List<JWK> keys = JWKSet.parse(new String(octets, StandardCharsets.UTF_8)).getKeys().stream()
                    .filter(key -> key instanceof AsymmetricJWK && !KeyUse.ENCRYPTION.equals(key.getKeyUse()))
                    .map(JWK::toPublicJWK)
                    .toList();
            if (keys.isEmpty()) {
                throw new OidcFailure("publishes no key of signatures", null);
            }
            return keys;
        } catch (ParseException garbage) {
            throw new OidcFailure("answers what are no keys", null);
        }
    }

    private Throwable unreachable(OidcFailure failure) {
        int port = issuer.getPort();
        int usual = issuer.getScheme().equals("https") ? 443 : 80;
        return AccessProblems.unreachable(
                        issuer.getHost(), port < 0 ? usual : port, String.valueOf(failure.getMessage()))
                .exception(failure);
    }

    @Override
    public void close() {
        client.close();
    }
}
