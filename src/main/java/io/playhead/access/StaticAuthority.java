package io.playhead.access;

import io.playhead.http.AtHand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Tokens and tenants of a YAML file, for trying and for service accounts, and tokens that are issued beside it. The file is
 * read at the start and whenever it has changed; one that is broken later is logged, and the last good one stays.
 */
final class StaticAuthority implements Authority, Directory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StaticAuthority.class);
    private static final String PROPERTY = "playhead.access.static.file";

    private final Path file;
    private final InstantSource clock;
    private final IssuedTokens issued;
    private volatile StaticSnapshot snapshot;
    /** Written by the constructor, then by {@link #refresh} alone. */
    private volatile Stamp seen;

    private Disposable watching = Disposables.disposed();

    /** @throws IllegalStateException naming the property and what is wrong with the file */
    StaticAuthority(Path file, InstantSource clock, IssuedTokens issued) {
        this.file = file;
        this.clock = clock;
        this.issued = issued;
        seen = Stamp.of(file);
        try {
            snapshot = StaticFile.read(Files.readAllBytes(file));
        } catch (IOException | StaticFileException broken) {
            throw new IllegalStateException(PROPERTY + " (" + file + ") cannot be used: " + reason(broken), broken);
        }
    }

    /** Looks at the file again and again, off the event loop, until closed. */
    StaticAuthority watch(Duration every) {
        Scheduler reader = Schedulers.newBoundedElastic(1, 1, "playhead-access-file", 60, true);
        reader.schedulePeriodically(this::refresh, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        watching = reader;
        return this;
    }

    /** Reads the file if it is not the one seen last. */
    synchronized void refresh() {
        Stamp now = Stamp.of(file);
        if (now.equals(seen)) {
            return;
        }
        // remembered first: a broken file is logged once
        seen = now;
        try {
            snapshot = StaticFile.read(Files.readAllBytes(file));
            LOG.info("{} read again: {} tokens", PROPERTY, snapshot.tokens().size());
        } catch (IOException | RuntimeException broken) {
            LOG.error("{} ({}) is broken, the last good one is kept: {}", PROPERTY, file, reason(broken));
        }
    }

    @Override
    public Mono<Void> check(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        return AtHand.then(
                entry(credential),
                found -> Mono.fromRunnable(() -> {
                    StaticSnapshot.Entry entry = found.orElseThrow(() ->
                            AccessProblems.unknownToken(credential, requiredAcl).exception());
                    if (!entry.rights().allow(requiredAcl)
                            || (headerTenant != null && !reaches(snapshot, entry.tenant(), headerTenant))) {
                        throw AccessProblems.missingPermission(credential, requiredAcl, headerTenant)
                                .exception(RefusedCaller.of(entry.user(), entry.tenant()));
                    }
                }));
    }

    /** Of the file; what is not there may have been issued, to somebody of a tenant that is there. */
    private Mono<Optional<StaticSnapshot.Entry>> entry(Credential credential) {
        StaticSnapshot.Entry listed = snapshot.find(credential, clock.instant());
        return listed != null
                ? Mono.just(Optional.of(listed))
                : AtHand.map(
                        issued.find(credential.digest()),
                        other -> other.map(StaticSnapshot.Entry::of)
                                .filter(entry -> !entry.hasExpired(clock.instant())
                                        && snapshot.tenants().knows(entry.tenant())));
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
            if (!reaches(snapshot, token.tenant(), tenant)) {
                throw AccessProblems.foreignTenant(tenant).exception(RefusedCaller.of(token));
            }
        });
    }

    @Override
    public Mono<Set<UUID>> tree(Token token, UUID tenant) {
        return Mono.fromCallable(() -> {
            TenantTree tenants = snapshot.tenants();
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
            if (!snapshot.tenants().isHighest(token.tenant())) {
                throw AccessProblems.notMaster(token.credential()).exception(RefusedCaller.of(token));
            }
        });
    }

    /** Not while the file is gone: the last good one still answers, but no token can be revoked. */
    @Override
    public Mono<Void> ready() {
        return Mono.fromRunnable(() -> {
            if (seen == Stamp.UNREADABLE) {
                throw new IllegalStateException(PROPERTY + " is gone");
            }
        });
    }

    @Override
    public Optional<Holder> holder(Credential credential) {
        return Optional.ofNullable(snapshot.find(credential, clock.instant()))
                .map(entry -> new Holder(entry.user(), entry.tenant(), entry.grants()));
    }

    @Override
    public List<Tenant> tenants(Set<UUID> among) {
        return snapshot.named().stream()
                .filter(tenant -> among.contains(tenant.uuid()))
                .toList();
    }

    @Override
    public void close() {
        watching.dispose();
    }

    private static boolean reaches(StaticSnapshot current, UUID from, String tenant) {
        UUID uuid = CanonicalUuid.parse(tenant);
        return uuid != null && current.tenants().from(from).contains(uuid);
    }

    private static String reason(Exception broken) {
        return broken instanceof StaticFileException ? String.valueOf(broken.getMessage()) : broken.toString();
    }

    /** What tells one state of the file from another; the key tells a file put in the other's place. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {
        private static final Stamp UNREADABLE = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException unreadable) {
                // reading it will say why
                return UNREADABLE;
            }
        }
    }
}
