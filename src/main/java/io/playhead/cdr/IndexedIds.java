package io.playhead.cdr;

import java.util.List;
import java.util.function.Supplier;

/**
 * Which calls are on a page in the order of their dates, found in Playhead's own index of calls: statements with the
 * columns {@code call_id} and {@code date}. The tenants are their first parameter.
 */
final class IndexedIds {

    /** So many are found in a moment; of more, a page is found sooner by going through all in order. */
    private static final int FEW = 10_000;

    /** So many of the newest calls are gone through in a moment. */
    private static final int NEAR = 20_000;

    private static final String OF_TENANTS = " FROM playhead.call_index i WHERE i.tenant_uuid = ANY($1)";
    private static final String EACH_TENANT =
            " FROM unnest(CAST($1 AS uuid[])) AS t (uuid) CROSS JOIN LATERAL (SELECT ";

    private IndexedIds() {}

    /** @param more how many beyond the limit */
    static String of(CallQuery query, Tenants tenants, int more, List<Object> values) {
        CallFilter filter = query.filter();
        if (filter.isOfKind()) {
            return ofEachTenant(query, more, values);
        }
        if (filter.isOfOneUser()) {
            return ofOneUser(query, more, values);
        }
        if (filter.isOfPart() && filter.isOfAnybody()) {
            return nearOrAll(query, tenants, more, values);
        }
        String found = "SELECT i.call_id, i.date" + OF_TENANTS + IndexConditions.of(filter, values);
        return fewOrMany(found, () -> ofEachTenant(query, more, values), query, more, values);
    }

    /**
     * Calls that are few are found first and sorted then; where they are many, some will soon come along in order. The
     * planner would have to guess which it is, and often guesses wrong.
     *
     * @param found finds them in any order
     * @param inOrder finds the page in order
     */
    static String fewOrMany(String found, Supplier<String> inOrder, CallQuery query, int more, List<Object> values) {
        return "WITH found (call_id, date) AS MATERIALIZED (" + found + " LIMIT " + (FEW + 1)
                + "), few AS MATERIALIZED (SELECT count(*) <= " + FEW + " AS yes FROM found)"
                + " (SELECT i.call_id, i.date FROM found i WHERE (SELECT yes FROM few)" + after(query, values)
                + byDate(query) + CallSql.page(query, more, values)
                + ") UNION ALL (SELECT * FROM (" + inOrder.get() + ") m WHERE NOT (SELECT yes FROM few))";
    }

    /**
     * A part of a name or a number costs something to look for even where it is everywhere. So the newest calls are gone
     * through first; only where these do not fill the page are all that match found and sorted.
     */
    private static String nearOrAll(CallQuery query, Tenants tenants, int more, List<Object> values) {
        String near = newest(query, tenants, values);
        String text = IndexConditions.ofText(query.filter(), values);
        String reach = CallSql.reach(query, more, values);
        String most = "$" + values.size();
        return "WITH near AS MATERIALIZED (SELECT i.call_id, i.date FROM (" + near + ") i WHERE true" + text
                + byDate(query) + reach + "), enough AS MATERIALIZED (SELECT count(*) = " + most + " AS yes FROM near)"
                + " (SELECT i.call_id, i.date FROM near i WHERE (SELECT yes FROM enough)" + byDate(query)
                + CallSql.page(query, more, values)
                // without the offset the planner might go through all in order
                + ") UNION ALL (SELECT * FROM (SELECT i.call_id, i.date FROM (SELECT i.call_id, i.date" + OF_TENANTS
                + IndexConditions.of(query.filter(), values) + after(query, values) + " OFFSET 0) i" + byDate(query)
                + CallSql.page(query, more, values) + ") m WHERE NOT (SELECT yes FROM enough))";
    }

    /** Calls of the right kind, whatever their text. */
    private static String newest(CallQuery query, Tenants tenants, List<Object> values) {
        String of = IndexConditions.of(query.filter().withoutText(), values) + after(query, values) + byDate(query)
                + " LIMIT " + NEAR;
        return tenants.uuids().size() == 1
                ? "SELECT i.* FROM playhead.call_index i WHERE i.tenant_uuid = (CAST($1 AS uuid[]))[1]" + of
                : "SELECT i.*" + EACH_TENANT + "i.* FROM playhead.call_index i WHERE i.tenant_uuid = t.uuid" + of
                        + ") i" + byDate(query) + " LIMIT " + NEAR;
    }

    /** One scan over several tenants would have to sort all that they have. */
    private static String ofEachTenant(CallQuery query, int more, List<Object> values) {
        return "SELECT i.call_id, i.date" + EACH_TENANT
                + "i.call_id, i.date FROM playhead.call_index i WHERE i.tenant_uuid = t.uuid"
                + IndexConditions.of(query.filter(), values) + after(query, values) + byDate(query)
                + CallSql.reach(query, more, values) + ") i" + byDate(query) + CallSql.page(query, more, values);
    }

    private static String ofOneUser(CallQuery query, int more, List<Object> values) {
        CallFilter filter = query.filter();
        return "SELECT i.call_id, i.date FROM playhead.call_user i WHERE i.tenant_uuid = ANY($1)"
                + IndexConditions.ofUser(filter, values)
                + IndexConditions.between(filter.from(), filter.until(), values)
                + after(query, values) + byDate(query) + CallSql.page(query, more, values);
    }

    private static String after(CallQuery query, List<Object> values) {
        return query.after()
                .map(place -> place.condition("i.date", "i.call_id", values))
                .orElse("");
    }

    private static String byDate(CallQuery query) {
        String direction = query.descending() ? " DESC" : " ASC";
        return " ORDER BY i.date" + direction + ", i.call_id" + direction;
    }
}
