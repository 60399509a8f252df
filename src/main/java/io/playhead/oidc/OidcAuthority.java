package io.playhead.oidc;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.playhead.access.AccessProblems;
import io.playhead.access.Authority;
import io.playhead.access.CanonicalUuid;
import io.playhead.access.Credential;
import io.playhead.access.RefusedCaller;
import io.playhead.access.TenantTree;
import io.playhead.access.Token;
import io.playhead.access.TokenDigest;
import io.playhead.access.WatchedFile;
import io.playhead.http.AtHand;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Tokens of an OpenID Connect provider. One that has been checked is kept by its digest for a while, so that a burst of
 * ranges costs one check; one that was refused for a second. Who stands above whom is in a file: a provider does not know.
 */
final class OidcAuthority implements Authority, AutoCloseable {

    private static final String TENANTS = "playhead.access.oidc.tenants-file";
    private static final Duration REFUSED = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final URI issuer;
    private final OidcProperties.Page page;
    private final List<String> pageOrigins;
    private final OidcProvider provider;
    private final OidcTokens tokens;
    private final OidcClaims claims;
    private final Duration skew;
    private final long mostCharacters;
    private final @Nullable UUID master;
    private final @Nullable WatchedFile<TenantTree> tenants;
    private final boolean keeps;
    private final AsyncCache<TokenDigest, Optional<OidcCaller>> callers;

    /** @param loops null for those of the process */
    OidcAuthority(OidcProperties properties, InstantSource clock, @Nullable LoopResources loops) {
        this.clock = clock;
        tenants = properties.tenantsFile() == null
                ? null
                : new WatchedFile<>(properties.tenantsFile(), TENANTS, TenantTree::read);
        issuer = properties.issuerUri();
        page = properties.page();
        pageOrigins = page.clientId() == null ? List.of() : properties.pageOrigins();
        provider = new OidcProvider(properties, clock, loops);
        tokens = new OidcTokens(properties, provider, clock);
        claims = new OidcClaims(properties);
        skew = properties.clockSkew();
        mostCharacters = properties.jwtSize().toBytes();
        master = properties.masterTenantUuid();
        keeps = !properties.cache().isZero();
        callers = Caffeine.newBuilder()
                .maximumSize(properties.decisions())
                .expireAfter(Expiry.<TokenDigest, Optional<OidcCaller>>creating(
                        (digest, found) -> found.isPresent() ? properties.cache() : REFUSED))
                .executor(Runnable::run)
                .buildAsync();
    }

    /** Looks at the file of tenants again and again until closed, and asks the provider for its keys. */
    OidcAuthority watch(Duration every) {
        if (tenants != null) {
            tenants.watch(every);
        }
        provider.ready().subscribe(keys -> {}, awayIsLogged -> {});
        return this;
    }

    @Override
    public Mono<Map<String, Object>> signIn() {
        String clientId = page.clientId();
        return clientId == null
                ? Mono.just(Map.of())
                : provider.discovery().map(discovery -> discovery.signIn(issuer, clientId, page));
    }

    @Override
    public List<String> pageOrigins() {
        return pageOrigins;
    }

    @Override
    public Mono<Void> check(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        return AtHand.then(caller(credential), found -> {
            OidcCaller caller = found.orElseThrow(
                    () -> AccessProblems.unknownToken(credential, requiredAcl).exception());
            UUID tenant = caller.tenant();
            if (tenant == null) {
                throw AccessProblems.missingPermission(credential, requiredAcl, headerTenant)
                        .exception();
            }
            if (!caller.acl().allow(requiredAcl) || (headerTenant != null && !reaches(tenant, headerTenant))) {
                throw AccessProblems.missingPermission(credential, requiredAcl, headerTenant)
                        .exception(RefusedCaller.of(caller.user(), tenant));
            }
            return Mono.empty();
        });
    }

    @Override
    public Mono<Token> details(Credential credential) {
        return AtHand.map(caller(credential), found -> {
            OidcCaller caller =
                    found.orElseThrow(() -> AccessProblems.lostToken(credential).exception());
            UUID tenant = caller.tenant();
            if (tenant == null) {
                throw AccessProblems.lostToken(credential).exception();
            }
            return new Token(credential, caller.user(), caller.pbxUser(), tenant, Optional.of(caller.expires()));
        });
    }

    @Override
    public Mono<Void> checkTenant(Token token, String tenant) {
        return Mono.fromRunnable(() -> {
            if (!reaches(token.tenant(), tenant)) {
                throw AccessProblems.foreignTenant(tenant).exception(RefusedCaller.of(token));
            }
        });
    }

    @Override
    public Mono<Set<UUID>> tree(Token token, UUID tenant) {
        return Mono.fromCallable(() -> {
            if (!from(token.tenant()).contains(tenant)) {
                throw AccessProblems.foreignTenant(tenant.toString()).exception(RefusedCaller.of(token));
            }
            return from(tenant);
        });
    }

    @Override
    public Mono<Void> checkMaster(Token token) {
        return Mono.fromRunnable(() -> {
            if (!token.tenant().equals(master)) {
                throw AccessProblems.notMaster(token.credential()).exception(RefusedCaller.of(token));
            }
        });
    }

    /** With keys to check tokens by, and its file of tenants there. */
    @Override
    public Mono<Void> ready() {
        return tenants != null && tenants.isGone()
                ? Mono.error(() -> new IllegalStateException(TENANTS + " is gone"))
                : provider.ready();
    }

    @Override
    public void close() {
        provider.close();
        if (tenants != null) {
            tenants.close();
        }
    }

    private boolean reaches(UUID from, String tenant) {
        UUID uuid = CanonicalUuid.parse(tenant);
        return uuid != null && from(from).contains(uuid);
    }

    /** A tenant that the file does not name stands alone. */
    private Set<UUID> from(UUID tenant) {
        TenantTree tree = tenants == null ? null : tenants.content();
        return tree != null && tree.knows(tenant) ? tree.from(tenant) : Set.of(tenant);
    }

    /** Empty for a token that is not good, or no longer. */
    private Mono<Optional<OidcCaller>> caller(Credential credential) {
        if (credential.text().length() > mostCharacters) {
            return Mono.just(Optional.empty());
        }
        if (!keeps) {
            return checked(credential);
        }
        TokenDigest digest = credential.digest();
        CompletableFuture<Optional<OidcCaller>> kept = callers.getIfPresent(digest);
        Mono<Optional<OidcCaller>> found = kept != null && kept.isDone() && !kept.isCompletedExceptionally()
                ? Mono.just(kept.join())
                : Mono.fromFuture(
                        () -> callers.get(
                                digest,
                                (wanted, executor) -> checked(credential).toFuture()),
                        true);
        return AtHand.map(found, this::current);
    }

    private Mono<Optional<OidcCaller>> checked(Credential credential) {
        return tokens.check(credential.text())
                .map(claims::caller)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Optional<OidcCaller> current(Optional<OidcCaller> kept) {
        Instant now = clock.instant();
        return kept.filter(caller -> now.isBefore(caller.expires().plus(skew)));
    }
}
