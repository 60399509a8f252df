package io.playhead.access;

import io.playhead.database.ChangeListener;
import io.playhead.database.ChangeNotices;
import io.playhead.database.Queries;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tickets that were taken back before their end. They are in the database, and known in memory, so that nobody asks for
 * them with a range; a replica that hears of a new one reads them again.
 */
public final class TicketRevocations implements ChangeListener, AutoCloseable {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final DatabaseClient database;
    private final Queries queries;
    private final TransactionalOperator transaction;
    private final ChangeNotices notices;
    private final InstantSource clock;

    /** How often somebody wanted them to be read since that was last begun. */
    private final AtomicInteger wanted = new AtomicInteger();

    private final Disposable.Swap reading = Disposables.swap();

    /** As they were read last. */
    private List<TicketRevocation> stored = List.of();
    /** Made here: what was begun to be read before has none of them. */
    private final List<TicketRevocation> own = new ArrayList<>();

    /** Both, by recording. */
    private volatile Map<UUID, List<TicketRevocation>> known = Map.of();

    TicketRevocations(
            DatabaseClient database,
            Queries queries,
            TransactionalOperator transaction,
            ChangeNotices notices,
            InstantSource clock) {
        this.database = database;
        this.queries = queries;
        this.transaction = transaction;
        this.notices = notices;
        this.clock = clock;
    }

    /** @param id as {@link Tickets} tells tickets apart */
    boolean cover(TicketGrant grant, UUID id) {
        for (TicketRevocation revocation : known.getOrDefault(grant.recording(), List.of())) {
            if (revocation.covers(grant, id)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes back all tickets for a recording that have been made until now. Completes when they are no good here.
     *
     * @param maker of those that are meant; empty for everybody's
     */
    public Mono<Void> revokeAll(UUID recording, Optional<UUID> maker) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return kept(new TicketRevocation(recording, maker, Optional.empty(), now, now.plus(Tickets.MOST_LIFETIME)));
        });
    }

    /** Takes back one. @param grant what it is for */
    public Mono<Void> revoke(String ticket, TicketGrant grant) {
        return Mono.defer(() -> kept(new TicketRevocation(
                grant.recording(),
                Optional.empty(),
                Optional.of(Tickets.id(ticket)),
                clock.instant(),
                grant.expires())));
    }

    private Mono<Void> kept(TicketRevocation revocation) {
        GenericExecuteSpec insert = database.sql("""
                        INSERT INTO playhead.ticket_revocation (uuid, recording_uuid, maker_uuid, ticket_id, revoked_at,
                          expires_at)
                        VALUES (:uuid, :recording, :maker, :ticket, :revoked, :expires)""")
                .bind("uuid", UUID.randomUUID())
                .bind("recording", revocation.recording())
                .bind("revoked", revocation.revoked())
                .bind("expires", revocation.until());
        insert = nullable(insert, "maker", revocation.maker());
        insert = nullable(insert, "ticket", revocation.ticket());
        Mono<Void> written =
                forgetOld().then(insert.then()).then(notices.ticketsRevoked()).as(transaction::transactional);
        return queries.run(written.thenReturn(true))
                .doOnNext(done -> made(revocation))
                .then();
    }

    private Mono<Void> forgetOld() {
        return database.sql("DELETE FROM playhead.ticket_revocation WHERE expires_at < :now")
                .bind("now", clock.instant())
                .then();
    }

    private static GenericExecuteSpec nullable(GenericExecuteSpec spec, String name, Optional<UUID> value) {
        return value.isPresent() ? spec.bind(name, value.get()) : spec.bindNull(name, UUID.class);
    }

    @Override
    public void recordingChanged(UUID recording) {
        // its row says whether it can still be played
    }

    @Override
    public void ticketsRevoked() {
        if (wanted.getAndIncrement() == 0) {
            read();
        }
    }

    @Override
    public void anythingMayHaveChanged() {
        ticketsRevoked();
    }

    /** Again and again while somebody has wanted it meanwhile, and until it succeeds. */
    private void read() {
        int begun = wanted.get();
        reading.replace(queries.run(database.sql("""
                                SELECT recording_uuid, maker_uuid, ticket_id, revoked_at, expires_at
                                FROM playhead.ticket_revocation WHERE expires_at > :now""")
                        .bind("now", clock.instant())
                        .map(TicketRevocations::revocation)
                        .all()
                        .collectList())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100)).maxBackoff(LONGEST_PAUSE))
                .subscribe(all -> {
                    read(all);
                    if (wanted.addAndGet(-begun) != 0) {
                        read();
                    }
                }));
    }

    private synchronized void made(TicketRevocation revocation) {
        own.add(revocation);
        index();
    }

    private synchronized void read(List<TicketRevocation> all) {
        Instant now = clock.instant();
        own.removeIf(over -> !over.until().isAfter(now));
        stored = all;
        index();
    }

    private void index() {
        known = Stream.concat(stored.stream(), own.stream())
                .distinct()
                .collect(Collectors.groupingBy(TicketRevocation::recording));
    }

    /** Nobody tries any more to read from a database that has been let go of. */
    @Override
    public void close() {
        reading.dispose();
    }

    private static TicketRevocation revocation(Readable row) {
        return new TicketRevocation(
                Objects.requireNonNull(row.get("recording_uuid", UUID.class)),
                Optional.ofNullable(row.get("maker_uuid", UUID.class)),
                Optional.ofNullable(row.get("ticket_id", UUID.class)),
                Objects.requireNonNull(row.get("revoked_at", Instant.class)),
                Objects.requireNonNull(row.get("expires_at", Instant.class)));
    }
}
