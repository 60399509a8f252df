package io.playhead.cdr;

import io.playhead.database.DatabaseOwner;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Joins the rows of the sums of calls, of which each change of a call adds some, so that adding them up stays short.
 * Every minute, on one replica at a time; the sums are the same before and after.
 */
final class CallCountUpkeep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CallCountUpkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('playhead.call_count')) AS alone";
    private static final String CALLS = """
            WITH days AS (SELECT DISTINCT tenant_uuid, day FROM playhead.call_count WHERE NOT joined LIMIT 10000),
            apart AS (DELETE FROM playhead.call_count c USING days d
              WHERE c.tenant_uuid = d.tenant_uuid AND c.day = d.day RETURNING c.*)
            INSERT INTO playhead.call_count (tenant_uuid, day, direction, status, recorded, joined, calls)
            SELECT tenant_uuid, day, direction, status, recorded, true, sum(calls)
            FROM apart GROUP BY 1, 2, 3, 4, 5 HAVING sum(calls) <> 0""";
    private static final String TOTALS = """
            WITH tenants AS (SELECT DISTINCT tenant_uuid FROM playhead.call_total WHERE NOT joined LIMIT 10000),
            apart AS (DELETE FROM playhead.call_total c USING tenants t WHERE c.tenant_uuid = t.tenant_uuid RETURNING c.*)
            INSERT INTO playhead.call_total (tenant_uuid, direction, status, recorded, joined, calls)
            SELECT tenant_uuid, direction, status, recorded, true, sum(calls)
            FROM apart GROUP BY 1, 2, 3, 4 HAVING sum(calls) <> 0""";
    private static final String USERS = """
            WITH days AS (SELECT DISTINCT user_uuid, tenant_uuid, day FROM playhead.user_count
              WHERE NOT joined LIMIT 10000),
            apart AS (DELETE FROM playhead.user_count c USING days d
              WHERE c.user_uuid = d.user_uuid AND c.tenant_uuid = d.tenant_uuid AND c.day = d.day RETURNING c.*)
            INSERT INTO playhead.user_count (user_uuid, tenant_uuid, day, joined, calls, unblocked, terminal)
            SELECT user_uuid, tenant_uuid, day, true, sum(calls), sum(unblocked), sum(terminal)
            FROM apart GROUP BY 1, 2, 3 HAVING sum(calls) <> 0""";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final DatabaseOwner owner;
    private volatile @Nullable Disposable running;

    CallCountUpkeep(DatabaseClient database, TransactionalOperator transaction, DatabaseOwner owner) {
        this.database = database;
        this.transaction = transaction;
        this.owner = owner;
    }

    /** Once; completes without doing anything where another replica is at it. */
    Mono<Void> join() {
        return database.sql(ALONE)
                .map(row -> Boolean.TRUE.equals(row.get("alone", Boolean.class)))
                .one()
                .flatMap(alone -> alone ? run(CALLS).then(run(TOTALS)).then(run(USERS)) : Mono.empty())
                .as(transaction::transactional);
    }

    private Mono<Void> run(String statement) {
        return database.sql(statement).fetch().rowsUpdated().then();
    }

    @Override
    public void start() {
        if (owner.isPlayhead()) {
            running = Flux.interval(EVERY)
                    .onBackpressureDrop()
                    .concatMap(tick -> join().onErrorResume(failure -> {
                        log.warn("event=sums-not-joined cause={}", failure.toString());
                        return Mono.empty();
                    }))
                    .subscribe();
        }
    }

    @Override
    public void stop() {
        Disposable current = running;
        if (current != null) {
            current.dispose();
            running = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
