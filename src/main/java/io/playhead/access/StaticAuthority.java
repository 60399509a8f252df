package io.playhead.access;

import io.playhead.http.AtHand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tokens and tenants of a YAML file, for trying and for service accounts, and tokens that are issued beside it. The file is
 * read at the start and whenever it has changed; one that is broken later is logged, and the last good one stays.
 */
final class StaticAuthority implements Authority, Directory, AutoCloseable {

    private static final String PROPERTY = "playhead.access.static.file";

    private final WatchedFile<StaticSnapshot> file;
    private final InstantSource clock;
    private final IssuedTokens issued;

    /** @throws IllegalStateException naming the property and what is wrong with the file */
    StaticAuthority(Path file, InstantSource clock, IssuedTokens issued) {
        this.file = new WatchedFile<>(file, PROPERTY, StaticFile::read);
        this.clock = clock;
        this.issued = issued;
    }

    /** Looks at the file again and again, off the event loop, until closed. */
    StaticAuthority watch(Duration every) {
        file.watch(every);
        return this;
    }

    /** Reads the file if it is not the one seen last. */
    void refresh() {
        file.refresh();
    }

    @Override
    public Mono<Void> check(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        return AtHand.then(
                entry(credential),
                found -> Mono.fromRunnable(() -> {
                    StaticSnapshot.Entry entry = found.orElseThrow(() ->
                            AccessProblems.unknownToken(credential, requiredAcl).exception());
                    if (!entry.rights().allow(requiredAcl)
                            || (headerTenant != null && !reaches(file.content(), entry.tenant(), headerTenant))) {
                        throw AccessProblems.missingPermission(credential, requiredAcl, headerTenant)
                                .exception(RefusedCaller.of(entry.user(), entry.tenant()));
                    }
                }));
    }

    /** Of the file; what is not there may have been issued, to somebody of a tenant that is there. */
    private Mono<Optional<StaticSnapshot.Entry>> entry(Credential credential) {
        StaticSnapshot.Entry listed = file.content().find(credential, clock.instant());
        return listed != null
                ? Mono.just(Optional.of(listed))
                : AtHand.map(
                        issued.find(credential.digest()),
                        other -> other.map(StaticSnapshot.Entry::of)
                                .filter(entry -> !entry.hasExpired(clock.instant())
                                        && file.content().tenants().knows(entry.tenant())));
    }

    @Override
    public Mono<Token> details(Credential credential) {
        return AtHand.map(
                entry(credential),
                found -> found.orElseThrow(
                                () -> AccessProblems.lostToken(credential).exception())
                        .token(credential));
    }

    @Override
    public Mono<Void> checkTenant(Token token, String tenant) {
        return Mono.fromRunnable(() -> {
            if (!reaches(file.content(), token.tenant(), tenant)) {
                throw AccessProblems.foreignTenant(tenant).exception(RefusedCaller.of(token));
            }
        });
    }

    @Override
    public Mono<Set<UUID>> tree(Token token, UUID tenant) {
        return Mono.fromCallable(() -> {
            TenantTree tenants = file.content().tenants();
            if (!tenants.from(token.tenant()).contains(tenant)) {
                throw AccessProblems.foreignTenant(tenant.toString()).exception(RefusedCaller.of(token));
            }
            return tenants.from(tenant);
        });
    }

    /** A master is whoever has nobody above: the file is written by those who run the service. */
    @Override
    public Mono<Void> checkMaster(Token token) {
        return Mono.fromRunnable(() -> {
            if (!file.content().tenants().isHighest(token.tenant())) {
                throw AccessProblems.notMaster(token.credential()).exception(RefusedCaller.of(token));
            }
        });
    }

    /** Not while the file is gone: the last good one still answers, but no token can be revoked. */
    @Override
    public Mono<Void> ready() {
        return Mono.fromRunnable(() -> {
            if (file.isGone()) {
                throw new IllegalStateException(PROPERTY + " is gone");
            }
        });
    }

    @Override
    public Optional<Holder> holder(Credential credential) {
        return Optional.ofNullable(file.content().find(credential, clock.instant()))
                .map(entry -> new Holder(entry.user(), entry.tenant(), entry.grants()));
    }

    @Override
    public List<Tenant> tenants(Set<UUID> among) {
        return file.content().named().stream()
                .filter(tenant -> among.contains(tenant.uuid()))
                .toList();
    }

    @Override
    public void close() {
        file.close();
    }

    private static boolean reaches(StaticSnapshot current, UUID from, String tenant) {
        UUID uuid = CanonicalUuid.parse(tenant);
        return uuid != null && current.tenants().from(from).contains(uuid);
    }
}
