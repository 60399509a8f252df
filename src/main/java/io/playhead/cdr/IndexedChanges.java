package io.playhead.cdr;

import io.playhead.database.Queries;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Changes by Playhead's own index, in which each call has the number of the last transaction that wrote of it. Only
 * transactions below which none is open are looked at, so that none is missed that ends late. As long as anybody waits,
 * one question a second is asked for all.
 */
final class IndexedChanges implements CallChanges {

    private static final Logger log = LoggerFactory.getLogger(IndexedChanges.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int PORTION = 100;

    private static final String HORIZON = """
            SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS horizon""";
    private static final String CHANGED = """
            SELECT call_id, CAST(CAST(changed AS text) AS bigint) AS changed FROM playhead.call_index
            WHERE tenant_uuid = ANY($1) AND (changed, call_id) > (CAST(CAST($2 AS text) AS xid8), $3)
              AND changed < CAST(CAST($4 AS text) AS xid8)
            ORDER BY changed, call_id LIMIT""" + " " + PORTION;

    private final DatabaseClient database;
    private final Queries queries;
    private final CallRepository calls;
    private final Flux<Long> horizons;

    IndexedChanges(DatabaseClient database, Queries queries, CallRepository calls) {
        this.database = database;
        this.queries = queries;
        this.calls = calls;
        this.horizons = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> horizon(), 1)
                .distinctUntilChanged()
                .retryWhen(Retry.backoff(Long.MAX_VALUE, EVERY)
                        .maxBackoff(Duration.ofSeconds(5))
                        .doBeforeRetry(retry -> log.warn(
                                "event=changes-not-seen cause={}",
                                retry.failure().toString())))
                .replay(1)
                .refCount();
    }

    private Mono<Long> horizon() {
        return queries.run(database.sql(HORIZON)
                .map(row -> Objects.requireNonNull(row.get("horizon", Long.class)))
                .one());
    }

    @Override
    public Flux<Changed> after(OptionalLong last, Tenants tenants) {
        return Flux.defer(() -> {
            // the last transaction that has been told of
            AtomicLong told = new AtomicLong(last.orElse(-1));
            return horizons.onBackpressureLatest()
                    .concatMap(
                            horizon -> {
                                long before = told.getAndSet(horizon - 1);
                                return before < 0 ? Flux.<Changed>empty() : between(before, horizon, tenants);
                            },
                            1);
        });
    }

    private record Place(long changed, int call) {}

    private Flux<Changed> between(long before, long horizon, Tenants tenants) {
        return portion(new Place(before, Integer.MAX_VALUE), horizon, tenants)
                .expand(portion ->
                        portion.size() < PORTION ? Mono.empty() : portion(portion.getLast(), horizon, tenants))
                .filter(portion -> !portion.isEmpty())
                .concatMap(portion -> calls(portion, horizon, tenants), 1);
    }

    private Mono<List<Place>> portion(Place after, long horizon, Tenants tenants) {
        return queries.run(database.sql(CHANGED)
                .bind(0, tenants.array())
                .bind(1, Long.toString(after.changed()))
                .bind(2, after.call())
                .bind(3, Long.toString(horizon))
                .map(row -> new Place(
                        Objects.requireNonNull(row.get("changed", Long.class)),
                        Objects.requireNonNull(row.get("call_id", Integer.class))))
                .all()
                .collectList());
    }

    /** More may follow of what stands at the end of a full portion. */
    private Mono<Changed> calls(List<Place> portion, long horizon, Tenants tenants) {
        OptionalLong mark = portion.size() < PORTION
                ? OptionalLong.of(horizon - 1)
                : OptionalLong.of(portion.getLast().changed() - 1);
        return calls.all(portion.stream().map(Place::call).toList(), tenants).map(found -> new Changed(mark, found));
    }
}
