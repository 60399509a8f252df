package io.playhead.cdr;

import io.playhead.database.Queries;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Changes on an existing Wazo's database, where nothing tells of them: as long as anybody waits, the newest calls are
 * looked at every two seconds and compared with what they were. A mark is the id of a call; what has changed of older
 * ones while nobody looked is not told.
 */
final class PolledChanges implements CallChanges {

    private static final Logger log = LoggerFactory.getLogger(PolledChanges.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int NEWEST = 500;
    private static final int PORTION = 100;

    private static final String LOOK = """
            SELECT c.id, md5(concat(CAST(c AS text),
              (SELECT string_agg(CAST(p AS text), '' ORDER BY p.uuid) FROM call_logd_call_log_participant p
                WHERE p.call_log_id = c.id),
              (SELECT string_agg(CAST(d AS text), '' ORDER BY d.uuid) FROM call_logd_call_log_destination d
                WHERE d.call_log_id = c.id),
              (SELECT string_agg(CAST(r AS text), '' ORDER BY r.uuid) FROM call_logd_recording r
                WHERE r.call_log_id = c.id))) AS digest
            FROM (SELECT * FROM call_logd_call_log ORDER BY id DESC LIMIT""" + " " + NEWEST + ") c";
    private static final String SINCE = "SELECT id FROM call_logd_call_log WHERE tenant_uuid = ANY($1) AND id > $2"
            + " ORDER BY id LIMIT " + NEWEST;

    private final DatabaseClient database;
    private final Queries queries;
    private final CallRepository calls;
    private final Flux<List<Integer>> changes;

    PolledChanges(DatabaseClient database, Queries queries, CallRepository calls) {
        this.database = database;
        this.queries = queries;
        this.calls = calls;
        this.changes = Flux.defer(this::looks)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, EVERY)
                        .maxBackoff(Duration.ofSeconds(10))
                        .doBeforeRetry(retry -> log.warn(
                                "event=changes-not-seen cause={}",
                                retry.failure().toString())))
                .publish()
                .refCount();
    }

    private Flux<List<Integer>> looks() {
        return Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> look(), 1)
                .buffer(2, 1)
                .filter(looks -> looks.size() == 2)
                .map(looks -> differences(looks.getFirst(), looks.getLast()))
                .filter(ids -> !ids.isEmpty());
    }

    private Mono<Map<Integer, String>> look() {
        return queries.run(database.sql(LOOK)
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("id", Integer.class)),
                        Objects.requireNonNull(row.get("digest", String.class))))
                .all()
                .collect(HashMap::new, (map, entry) -> map.put(entry.getKey(), entry.getValue())));
    }

    /** A call that has come into sight because newer ones were deleted is no news. */
    private static List<Integer> differences(Map<Integer, String> before, Map<Integer, String> now) {
        int oldest = before.keySet().stream().min(Integer::compare).orElse(0);
        return now.entrySet().stream()
                .filter(entry -> entry.getKey() >= oldest && !entry.getValue().equals(before.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public Flux<Changed> after(OptionalLong last, Tenants tenants) {
        Flux<Integer> missed = last.isEmpty() ? Flux.empty() : since(last.getAsLong(), tenants);
        return Flux.concat(missed.buffer(PORTION), changes.onBackpressureBuffer(NEWEST))
                .concatMap(ids -> Flux.fromIterable(ids).buffer(PORTION), 1)
                .concatMap(ids -> calls.all(ids, tenants), 1)
                .filter(found -> !found.isEmpty())
                .map(found -> new Changed(OptionalLong.of(found.getLast().id()), found));
    }

    private Flux<Integer> since(long last, Tenants tenants) {
        Mono<List<Integer>> ids = database.sql(SINCE)
                .bind(0, tenants.array())
                .bind(1, last)
                .map(row -> Objects.requireNonNull(row.get("id", Integer.class)))
                .all()
                .collectList();
        return queries.run(ids).flatMapIterable(found -> found);
    }
}
