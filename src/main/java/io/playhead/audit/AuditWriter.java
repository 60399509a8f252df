package io.playhead.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Writes what waits, one batch after the other: the only one of this process that does. What could not be written stays
 * and is tried again; whether a batch whose answer was lost has been written is asked first. A writer that another
 * replica has given up goes on as a new one. One call at a time.
 */
final class AuditWriter {

    private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);

    private static final int BATCH = 200;

    private final AuditLog entries;
    private final AuditRepository repository;
    private final Seal seal;
    private final InstantSource clock;

    private volatile @Nullable WriterState state;
    private Chains chains;
    private List<AuditLog.Loss> losses = List.of();
    private List<AuditEntry> taken = List.of();
    /** Whether a batch is on its way of which we have not heard. */
    private @Nullable WriterState unsure;

    private @Nullable Chains unsureChains;
    private Map<UUID, Long> keptHeads = Map.of();
    private final AtomicLong written = new AtomicLong();

    AuditWriter(AuditLog entries, AuditRepository repository, Seal seal, InstantSource clock) {
        this.entries = entries;
        this.repository = repository;
        this.seal = seal;
        this.clock = clock;
        this.chains = Chains.none(seal, new UUID(0, 0));
    }

    /** Entries that have been written since the start. */
    long written() {
        return written.get();
    }

    @Nullable
    UUID uuid() {
        WriterState current = state;
        return current == null ? null : current.uuid();
    }

    /** All that waits, until nothing does. */
    Mono<Void> writeAll() {
        return ready().thenMany(Mono.defer(this::writeSome).repeat().takeUntil(more -> !more))
                .then();
    }

    private Mono<Void> ready() {
        return Mono.defer(() -> {
            WriterState before = state;
            if (before == null) {
                return begin();
            }
            return unsure == null ? Mono.empty() : ask(before, unsure);
        });
    }

    private Mono<Void> begin() {
        UUID uuid = UUID.randomUUID();
        return repository
                .register(uuid, clock.instant())
                .doOnNext(registered -> {
                    log.info("event=audit-writer writer={} ordinal={}", uuid, registered.ordinal());
                    state = registered;
                    chains = Chains.none(seal, uuid);
                    keptHeads = Map.of();
                })
                .then();
    }

    /** Whether what we have not heard of has been written; and whether this writer still is one. */
    private Mono<Void> ask(WriterState before, WriterState after) {
        return repository
                .find(before.uuid())
                .map(AuditRepository.Found::state)
                .map(found -> {
                    boolean written = found.entries() == after.entries();
                    if (written) {
                        accept(after, unsureChains);
                    } else {
                        unsure = null;
                    }
                    return found.ended() == null && (written || found.entries() == before.entries());
                })
                .defaultIfEmpty(false)
                .flatMap(goesOn -> goesOn ? Mono.empty() : again(before));
    }

    private Mono<Void> again(WriterState given) {
        log.warn("event=audit-writer-given-up writer={}", given.uuid());
        state = null;
        unsure = null;
        return begin();
    }

    private Mono<Boolean> writeSome() {
        if (losses.isEmpty() && taken.isEmpty()) {
            losses = entries.losses();
            taken = entries.take(BATCH);
        }
        List<AuditEntry> batch = Stream.concat(losses.stream().map(loss -> gap(loss, clock.instant())), taken.stream())
                .toList();
        return batch.isEmpty() ? Mono.just(false) : write(batch, null).then(Mono.fromCallable(() -> true));
    }

    private Mono<Void> write(List<AuditEntry> batch, @Nullable UUID lost) {
        WriterState before = Objects.requireNonNull(state);
        Chains.Sealed sealed = chains.seal(batch);
        WriterState after = before.wrote(batch.size(), sealed.after().size());
        unsure = after;
        unsureChains = sealed.after();
        return repository
                .write(before, after, sealed, lost)
                .then(Mono.fromRunnable(() -> accept(after, sealed.after())));
    }

    private void accept(WriterState after, @Nullable Chains now) {
        written.addAndGet(after.entries() - Objects.requireNonNull(state).entries());
        state = after;
        chains = Objects.requireNonNull(now);
        unsure = null;
        entries.written(taken.size());
        losses = List.of();
        taken = List.of();
    }

    private static AuditEntry gap(AuditLog.Loss loss, Instant now) {
        return AuditEntry.of(now, Action.GAP, loss.tenant(), Actor.NOBODY)
                .outcome("overflow")
                .with("from", loss.first().toString())
                .with("until", loss.last().toString())
                .with("lost", loss.entries());
    }

    /** A sign of life, when all that waited has been written. @param until what happened before that has been */
    Mono<Void> beat(Instant until) {
        return Mono.defer(() -> {
            WriterState before = state;
            if (before == null) {
                return Mono.empty();
            }
            WriterState after = before.seen(until);
            return repository
                    .update(before, after)
                    .doOnSuccess(beaten -> state = after)
                    .onErrorResume(NotThisWriter.class, other -> again(before));
        });
    }

    /** Tells of the writers that have gone without a word, each once over all replicas. */
    Mono<Void> tellOfLost(Duration patience) {
        return Mono.defer(() -> {
            WriterState me = state;
            return me == null
                    ? Mono.empty()
                    : repository
                            .silent(clock.instant().minus(patience), me.uuid())
                            .flatMapIterable(silent -> silent)
                            .concatMap(this::tellOf)
                            .then();
        });
    }

    private Mono<Void> tellOf(WriterState lost) {
        return repository
                .tenantsOf(lost.uuid())
                .flatMap(tenants -> write(gaps(lost, tenants), lost.uuid()))
                .doOnSuccess(told -> log.warn("event=audit-gap writer={} from={}", lost.uuid(), lost.seen()))
                // another replica was there first: nothing of ours has been written
                .onErrorResume(NotThisWriter.class, told -> ready());
    }

    private List<AuditEntry> gaps(WriterState lost, List<UUID> tenants) {
        Instant now = clock.instant();
        List<AuditEntry> gaps = new ArrayList<>();
        gaps.add(gap(lost, null, now));
        tenants.stream()
                .filter(tenant -> !tenant.equals(StoredEntry.NO_TENANT))
                .forEach(tenant -> gaps.add(gap(lost, tenant, now)));
        return gaps;
    }

    private static AuditEntry gap(WriterState lost, @Nullable UUID tenant, Instant now) {
        return AuditEntry.of(now, Action.GAP, tenant, Actor.NOBODY)
                .outcome("writer-lost")
                .with("from", lost.seen().toString())
                .with("until", now.toString())
                .with("writer", lost.uuid().toString());
    }

    /** Signs where the chains have come to since the last time, and says so in the log, which others may keep. */
    Mono<Void> keepHeads() {
        return Mono.defer(() -> {
            WriterState me = state;
            List<Chains.Head> moved = chains.heads().stream()
                    .filter(head -> keptHeads.getOrDefault(head.tenant(), 0L) < head.number())
                    .toList();
            if (me == null || moved.isEmpty()) {
                return Mono.empty();
            }
            return repository.keepHeads(me.uuid(), moved, clock.instant()).then(Mono.fromRunnable(() -> {
                moved.forEach(head -> say(me.uuid(), head));
                Map<UUID, Long> kept = new HashMap<>(keptHeads);
                moved.forEach(head -> kept.put(head.tenant(), head.number()));
                keptHeads = kept;
            }));
        });
    }

    private void say(UUID writer, Chains.Head head) {
        HexFormat hex = HexFormat.of();
        log.info(
                "event=audit-head tenant={} writer={} number={} mac={} key={} signature={}",
                head.tenant(),
                writer,
                head.number(),
                hex.formatHex(head.mac()),
                seal.keyId(),
                hex.formatHex(seal.head(Seal.HOUR, head.tenant(), writer, head.number(), head.mac())));
    }

    /** The last that it writes. */
    Mono<Void> end() {
        return Mono.defer(() -> {
            WriterState before = state;
            if (before == null) {
                return Mono.empty();
            }
            Instant now = clock.instant();
            return repository.update(before, before.seen(now).ended(now, WriterState.STOPPED));
        });
    }
}
