package io.playhead.audit;

import io.playhead.database.Cursors;
import io.playhead.database.Queries;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The entries in PostgreSQL, to be read. Which tenants' they may be is part of every statement. */
final class AuditEntries {

    private static final int PORTION = 200;

    private final DatabaseClient database;
    private final Queries queries;
    private final Cursors cursors;

    AuditEntries(DatabaseClient database, Queries queries, Cursors cursors) {
        this.database = database;
        this.queries = queries;
        this.cursors = cursors;
    }

    private record Statement(String text, List<Object> values) {}

    /** At most so many. */
    Mono<List<StoredEntry>> page(AuditQuery query, Set<UUID> tenants, int most) {
        Statement statement = statement(query, tenants, most);
        GenericExecuteSpec spec = database.sql(statement.text());
        for (int index = 0; index < statement.values().size(); index++) {
            spec = spec.bind(index, statement.values().get(index));
        }
        return queries.run(spec.map(row -> StoredEntry.of(row)).all().collectList());
    }

    /** All that there are, or as many as the query wants, in portions, as somebody takes them. */
    Flux<List<StoredEntry>> all(AuditQuery query, Set<UUID> tenants) {
        Integer limit = query.limit();
        Statement statement = statement(query, tenants, limit == null ? 0 : limit);
        return cursors.read(
                snapshot -> snapshot.rows(statement.text(), statement.values(), row -> StoredEntry.of(row), PORTION));
    }

    /**
     * Of each tenant as many as could be on the page, then the page of these: each tenant's come in order from an index.
     *
     * @param most 0 for all
     */
    private static Statement statement(AuditQuery query, Set<UUID> tenants, int most) {
        List<Object> values = new ArrayList<>();
        values.add(tenants.toArray(UUID[]::new));
        String newest = " ORDER BY id DESC" + (most > 0 ? " LIMIT " + most : "");
        return new Statement(
                "SELECT " + StoredEntry.COLUMNS + " FROM unnest(CAST($1 AS uuid[])) AS t (tenant) CROSS JOIN LATERAL"
                        + " (SELECT * FROM playhead.audit_entry WHERE tenant_uuid = t.tenant"
                        + conditions(query, values) + (most > 0 ? newest : "") + ") e" + newest,
                values);
    }

    private static String conditions(AuditQuery query, List<Object> values) {
        StringBuilder text = new StringBuilder();
        if (query.from() != null) {
            // the id says the same to the millisecond, and is what the index is in the order of
            text.append(" AND id >= ").append(place(values, EntryId.first(query.from())));
            text.append(" AND at >= ").append(place(values, AuditRepository.utc(query.from())));
        }
        if (query.until() != null) {
            text.append(" AND id < ")
                    .append(place(values, EntryId.first(query.until().plusMillis(1))));
            text.append(" AND at < ").append(place(values, AuditRepository.utc(query.until())));
        }
        if (query.after() != null) {
            text.append(" AND id < ").append(place(values, query.after()));
        }
        if (query.recording() != null) {
            text.append(" AND recording_uuid = ").append(place(values, query.recording()));
        }
        if (query.user() != null) {
            String user = place(values, query.user());
            text.append(" AND (user_uuid = " + user + " OR maker_uuid = " + user + ")");
        }
        if (!query.actions().isEmpty()) {
            text.append(" AND action = ANY(")
                    .append(place(
                            values, query.actions().stream().map(Action::text).toArray(String[]::new)))
                    .append(')');
        }
        return text.toString();
    }

    private static String place(List<Object> values, Object value) {
        values.add(value);
        return "$" + values.size();
    }
}
