package io.playhead.cdr;

import io.playhead.database.Cursors;
import io.playhead.database.Queries;
import io.playhead.http.Replies;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The calls in PostgreSQL. */
public final class CallRepository {

    /** Calls that are read at a time. */
    private static final int PORTION = 100;

    private final DatabaseClient database;
    private final DatabaseClient searches;
    private final Queries queries;
    private final Cursors cursors;
    private final CallSql sql;
    private final KeptCounts kept = new KeptCounts();

    /** @param searches plans each statement for its values */
    CallRepository(DatabaseClient database, DatabaseClient searches, Queries queries, Cursors cursors, CallSql sql) {
        this.database = database;
        this.searches = searches;
        this.queries = queries;
        this.cursors = cursors;
        this.sql = sql;
    }

    Mono<Page> page(CallQuery query, Tenants tenants) {
        if (sql.countsAtOnce(query)) {
            return pageWithCounts(query, tenants);
        }
        Optional<Page.Counters> last = kept.last(query.filter(), tenants);
        return last.isPresent() ? pageWithState(query, tenants, last.get()) : pageBesideCounts(query, tenants);
    }

    private Mono<Page> pageBesideCounts(CallQuery query, Tenants tenants) {
        Mono<PageRows> calls = rows(sql.page(query, tenants), client(query, Spread.UNKNOWN), query, PageRows::call);
        return Mono.zip(calls, counted(query, tenants), PageRows::page);
    }

    /** Counts only where the calls are not what they were when they were last counted. */
    private Mono<Page> pageWithState(CallQuery query, Tenants tenants, Page.Counters last) {
        Spread spread = Spread.of(query, last);
        CallSql.Statement statement = sql.pageWithState(query, tenants, spread);
        return rows(statement, client(query, spread), query, PageRows::callWithState)
                .flatMap(rows -> counters(query, tenants, rows.state()).map(rows::page));
    }

    private Mono<Page> pageWithCounts(CallQuery query, Tenants tenants) {
        return rows(sql.pageWithCounts(query, tenants), database, query, PageRows::callWithCounters)
                .map(PageRows::page);
    }

    private DatabaseClient client(CallQuery query, Spread spread) {
        return query.filter().isPlannedByValue(spread) ? searches : database;
    }

    private Mono<PageRows> rows(
            CallSql.Statement statement,
            DatabaseClient client,
            CallQuery query,
            BiFunction<PageRows, Readable, PageRows> row) {
        return queries.run(Mono.defer(() -> {
            PageRows rows = new PageRows(query);
            return spec(statement, client)
                    .map(next -> row.apply(rows, next))
                    .all()
                    .then(Mono.just(rows));
        }));
    }

    private Mono<Page.Counters> counters(CallQuery query, Tenants tenants, KeptCounts.State now) {
        OptionalLong filtered = kept.filtered(query.filter(), tenants, now);
        return filtered.isPresent()
                ? Mono.just(new Page.Counters(now.total(), filtered.getAsLong()))
                : counted(query, tenants);
    }

    private Mono<Page.Counters> counted(CallQuery query, Tenants tenants) {
        DatabaseClient client = query.filter().isOfAnyFrequency() ? searches : database;
        Mono<Page.Counters> counted = spec(sql.counts(query, tenants), client)
                .map(row -> keep(query, tenants, row))
                .one();
        return queries.run(counted);
    }

    private Page.Counters keep(CallQuery query, Tenants tenants, Readable row) {
        Page.Counters counters = PageRows.counters(row);
        if (sql.indexed()) {
            kept.keep(query.filter(), tenants, KeptCounts.State.of(row), counters.filtered());
        }
        return counters;
    }

    /**
     * However many calls, all of one moment.
     *
     * @param shown what is made of the calls, in portions, and of their counters
     */
    <T> Flux<T> all(CallQuery query, Tenants tenants, BiFunction<Page.Counters, Flux<List<Call>>, Flux<T>> shown) {
        CallSql.Statement counts = sql.counts(query, tenants);
        return cursors.read(snapshot -> snapshot.one(counts.text(), counts.values(), PageRows::counters)
                .flatMapMany(counters -> shown.apply(counters, calls(snapshot, query, tenants))));
    }

    /**
     * As {@link #all}, and how many recordings one of them has at most.
     */
    <T> Flux<T> allWithMostRecordings(
            CallQuery query, Tenants tenants, BiFunction<Integer, Flux<List<Call>>, Flux<T>> shown) {
        CallSql.Statement most = sql.mostRecordings(query, tenants);
        return cursors.read(snapshot -> snapshot.one(
                        most.text(),
                        most.values(),
                        row -> Objects.requireNonNull(row.get("most", Long.class))
                                .intValue())
                .flatMapMany(recordings -> shown.apply(recordings, calls(snapshot, query, tenants))));
    }

    private Flux<List<Call>> calls(Cursors.Snapshot snapshot, CallQuery query, Tenants tenants) {
        CallSql.Statement all = sql.all(query, tenants);
        // the next are read while these are written
        return snapshot.rows(all.text(), all.values(), CallRows::call, PORTION).publishOn(Schedulers.parallel(), 2);
    }

    Mono<Call> find(int id, Tenants tenants) {
        Mono<Call> call = database.sql(CallSql.BY_ID)
                .bind(0, tenants.array())
                .bind(1, id)
                .map(CallRows::call)
                .one();
        return queries.run(call);
    }

    /** Those of these calls which the tenants have, by their ids. */
    Mono<List<Call>> all(List<Integer> ids, Tenants tenants) {
        return queries.run(spec(CallSql.byIds(ids, tenants), database)
                .map(CallRows::call)
                .all()
                .collectList());
    }

    /** Which of these calls the tenants have. */
    public Mono<Set<Integer>> known(CallIds ids, Tenants tenants) {
        Mono<Set<Integer>> known = database.sql(
                        "SELECT id FROM call_logd_call_log WHERE tenant_uuid = ANY($1) AND id = ANY($2)")
                .bind(0, tenants.array())
                .bind(1, ids.distinct().toArray(Integer[]::new))
                .map(row -> Objects.requireNonNull(row.get("id", Integer.class)))
                .all()
                .collect(Collectors.toSet());
        return queries.run(known);
    }

    /** Whether one of these tenants has a call of this conversation. */
    public Mono<Boolean> hasConversation(String conversation, Tenants tenants) {
        return database.sql("""
                        SELECT EXISTS (SELECT FROM call_logd_call_log
                          WHERE tenant_uuid = ANY($1) AND conversation_id = $2) AS known""")
                .bind(0, tenants.array())
                .bind(1, conversation)
                .map(row -> Boolean.TRUE.equals(row.get("known", Boolean.class)))
                .one();
    }

    /** Whether a tenant has a call, which stays until the end of the transaction. @return its id, or empty */
    public Mono<Integer> hold(int call, UUID tenant) {
        return database.sql("SELECT id FROM call_logd_call_log WHERE id = $1 AND tenant_uuid = $2 FOR KEY SHARE")
                .bind(0, call)
                .bind(1, tenant)
                .map(row -> Objects.requireNonNull(row.get("id", Integer.class)))
                .one();
    }

    /** Registers a call, and its tenant if that is new. To be run in a transaction. @return its id */
    public Mono<Integer> insert(NewCall call) {
        return row(call)
                .flatMap(id -> call.members().isEmpty() && call.details().isEmpty()
                        ? Mono.just(id)
                        : people(id, call).thenReturn(id));
    }

    private Mono<Integer> row(NewCall call) {
        GenericExecuteSpec spec = database.sql("""
                        WITH tenant AS (INSERT INTO call_logd_tenant (uuid) VALUES (:tenant) ON CONFLICT DO NOTHING)
                        INSERT INTO call_logd_call_log (date, date_answer, date_end, tenant_uuid, direction,
                          conversation_id, source_name, source_exten, source_internal_exten, source_internal_context,
                          source_internal_name, requested_name, requested_exten, requested_context,
                          requested_internal_exten, requested_internal_context, destination_name, destination_exten,
                          destination_internal_exten, destination_internal_context, blocked, reached_voicemail)
                        VALUES (:date, :answer, :end, :tenant, :direction, :conversation, :sourceName, :source,
                          :sourceInternal, :sourceInternalContext, :sourceInternalName, :requestedName, :requested,
                          :requestedContext, :requestedInternal, :requestedInternalContext, :destinationName,
                          :destination, :destinationInternal, :destinationInternalContext, false, false)
                        RETURNING id""")
                .bind("date", call.start())
                .bind("end", call.end())
                .bind("tenant", call.tenant())
                .bind("direction", call.direction());
        spec = nullable(spec, "answer", call.answered(), Instant.class);
        spec = text(spec, "conversation", call.conversation());
        spec = text(spec, "requestedContext", call.requested().context());
        spec = text(spec, "sourceInternalName", call.source().internalName());
        spec = party(spec, "source", call.source());
        spec = party(spec, "requested", call.requested());
        spec = party(spec, "destination", call.destination());
        return spec.map(row -> Objects.requireNonNull(row.get("id", Integer.class)))
                .one();
    }

    private static GenericExecuteSpec party(GenericExecuteSpec spec, String role, NewCall.Party party) {
        GenericExecuteSpec bound = text(spec, role, party.extension());
        bound = text(bound, role + "Name", party.name());
        bound = text(bound, role + "Internal", party.internalExtension());
        return text(bound, role + "InternalContext", party.internalContext());
    }

    private static GenericExecuteSpec text(GenericExecuteSpec spec, String name, @Nullable String value) {
        return nullable(spec, name, value, String.class);
    }

    private static <T> GenericExecuteSpec nullable(
            GenericExecuteSpec spec, String name, @Nullable T value, Class<T> type) {
        return value == null ? spec.bindNull(name, type) : spec.bind(name, value);
    }

    /** Who takes part, and what the call led to: in one statement, however many they are. */
    private Mono<Void> people(int id, NewCall call) {
        return database.sql("""
                        WITH members AS (
                          INSERT INTO call_logd_call_log_participant
                            (call_log_id, user_uuid, line_id, role, tags, answered, requested)
                          SELECT $1, "user", line,
                            CAST(CASE WHEN source THEN 'source' ELSE 'destination' END
                              AS call_logd_call_log_participant_role),
                            ARRAY(SELECT jsonb_array_elements_text(tags)), answered, requested
                          FROM jsonb_to_recordset(CAST($2 AS jsonb)) AS member ("user" uuid, line integer,
                            source boolean, tags jsonb, answered boolean, requested boolean))
                        INSERT INTO call_logd_call_log_destination
                          (call_log_id, destination_details_key, destination_details_value)
                        SELECT $1, key, value FROM jsonb_each_text(CAST($3 AS jsonb))""")
                .bind(0, id)
                .bind(1, Replies.text(call.members()))
                .bind(2, Replies.text(call.details()))
                .then();
    }

    private static GenericExecuteSpec spec(CallSql.Statement statement, DatabaseClient client) {
        GenericExecuteSpec spec = client.sql(statement.text());
        for (int index = 0; index < statement.values().size(); index++) {
            spec = spec.bind(index, statement.values().get(index));
        }
        return spec;
    }
}
