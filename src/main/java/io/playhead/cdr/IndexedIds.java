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

    /** So many of the newest calls are gone through in less time than what is found by an index is sorted. */
    private static final int NEAR = 10_000;

    /** So many in less time than an index of trigrams is asked. */
    private static final int NEAR_OF_PART = 20_000;

    private static final String OF_TENANTS = " FROM playhead.call_index i WHERE i.tenant_uuid = ANY($1)";
    private static final String EACH_TENANT =
            " FROM unnest(CAST($1 AS uuid[])) AS t (uuid) CROSS JOIN LATERAL (SELECT ";

    private IndexedIds() {}

    /**
     * Whether the newest calls may well fill a page.
     *
     * @param last how many calls there were when they were last counted
     */
    static boolean areNear(CallQuery query, Page.Counters last) {
        double apart = (double) last.total() / Math.max(1, last.filtered());
        return (double) (query.limit() + query.offset()) * apart < NEAR;
    }

    /** @param near whether the newest calls may well fill the page @param more how many beyond the limit */
    static String of(CallQuery query, Tenants tenants, boolean near, int more, List<Object> values) {
        CallFilter filter = query.filter();
        if (filter.isOfKind()) {
            return ofEachTenant(query, more, values);
        }
        if (filter.isOfOneUser()) {
            return ofOneUser(query, more, values);
        }
        if (filter.isOfPart() && filter.isOfAnybody()) {
            return ofPart(query, tenants, more, values);
        }
        Supplier<String> others = () -> fewOrMany(
                "SELECT i.call_id, i.date" + OF_TENANTS + IndexConditions.of(filter, values),
                () -> ofEachTenant(query, more, values),
                query,
                more,
                values);
        if (!near || filter.id() != null || !filter.isOfAnybody()) {
            return others.get();
        }
        String newest =
                "SELECT i.call_id, i.date FROM (" + newest(query.filter().ofPeriod(), query, tenants, NEAR, values)
                        + ") i WHERE true" + IndexConditions.of(filter, values);
        return nearOrElse(newest, others, query, more, values);
    }

    /** By what Playhead's index of calls does not know. */
    static String ofOthers(
            CallQuery query, Tenants tenants, boolean near, int more, Supplier<String> inOrder, List<Object> values) {
        CallFilter filter = query.filter();
        Supplier<String> others = () -> fewOrMany(
                "SELECT c.id, c.date FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)"
                        + CallConditions.of(filter, true, values),
                inOrder,
                query,
                more,
                values);
        if (!near
                || filter.id() != null
                || filter.conversation() != null
                || filter.newestOfPeer()
                || !filter.isOfAnybody()) {
            return others.get();
        }
        String newest = "SELECT i.call_id, i.date FROM (SELECT c.id AS call_id, c.date FROM ("
                + newestCalls(query, tenants, values) + ") c WHERE true" + CallConditions.of(filter, true, values)
                + ") i";
        return nearOrElse(newest, others, query, more, values);
    }

    /**
     * Calls that are few are found first and sorted then; where they are many, some will soon come along in order. The
     * planner would have to guess which it is, and often guesses wrong.
     *
     * @param found finds them in any order
     * @param inOrder finds the page in order
     */
    private static String fewOrMany(
            String found, Supplier<String> inOrder, CallQuery query, int more, List<Object> values) {
        return "WITH found (call_id, date) AS MATERIALIZED (" + found + " LIMIT " + (FEW + 1)
                + "), few AS MATERIALIZED (SELECT count(*) <= " + FEW + " AS yes FROM found)"
                + " (SELECT i.call_id, i.date FROM found i WHERE (SELECT yes FROM few)" + after(query, values)
                + byDate(query) + CallSql.page(query, more, values)
                + ") UNION ALL (SELECT * FROM (" + inOrder.get() + ") m WHERE NOT (SELECT yes FROM few))";
    }

    /**
     * What is everywhere is found among the newest calls sooner than all that match are. Only where these do not fill
     * the page are the others looked for.
     *
     * @param near finds some of the newest calls, in any order
     */
    private static String nearOrElse(
            String near, Supplier<String> others, CallQuery query, int more, List<Object> values) {
        String reach = CallSql.reach(query, more, values);
        String most = "$" + values.size();
        return "WITH near AS MATERIALIZED (" + near + byDate(query) + reach
                + "), enough AS MATERIALIZED (SELECT count(*) = " + most + " AS yes FROM near)"
                + " (SELECT i.call_id, i.date FROM near i WHERE (SELECT yes FROM enough)" + byDate(query)
                + CallSql.page(query, more, values)
                + ") UNION ALL (SELECT * FROM (" + others.get() + ") m WHERE NOT (SELECT yes FROM enough))";
    }

    /** A part of a name or a number costs something to look for even where it is everywhere: more are gone through. */
    private static String ofPart(CallQuery query, Tenants tenants, int more, List<Object> values) {
        CallFilter filter = query.filter();
        String near = "SELECT i.call_id, i.date FROM ("
                + newest(filter.withoutText(), query, tenants, NEAR_OF_PART, values) + ") i WHERE true"
                + IndexConditions.ofText(filter, values);
        // without the offset the planner might go through all in order
        Supplier<String> all = () -> "SELECT i.call_id, i.date FROM (SELECT i.call_id, i.date" + OF_TENANTS
                + IndexConditions.of(filter, values) + after(query, values) + " OFFSET 0) i" + byDate(query)
                + CallSql.page(query, more, values);
        return nearOrElse(near, all, query, more, values);
    }

    /** @param filter which the index of calls keeps in order @param most so many of them */
    private static String newest(CallFilter filter, CallQuery query, Tenants tenants, int most, List<Object> values) {
        String of = IndexConditions.of(filter, values) + after(query, values) + byDate(query) + " LIMIT " + most;
        return tenants.uuids().size() == 1
                ? "SELECT i.* FROM playhead.call_index i WHERE i.tenant_uuid = (CAST($1 AS uuid[]))[1]" + of
                : "SELECT i.*" + EACH_TENANT + "i.* FROM playhead.call_index i WHERE i.tenant_uuid = t.uuid" + of
                        + ") i" + byDate(query) + " LIMIT " + most;
    }

    private static String newestCalls(CallQuery query, Tenants tenants, List<Object> values) {
        String order = " ORDER BY " + query.order().orderBy(query.descending()) + " LIMIT " + NEAR;
        String of = CallConditions.of(query.filter().ofPeriod(), true, values)
                + query.after()
                        .map(place -> place.condition("c.date", "c.id", values))
                        .orElse("")
                + order;
        return tenants.uuids().size() == 1
                ? "SELECT c.* FROM call_logd_call_log c WHERE c.tenant_uuid = (CAST($1 AS uuid[]))[1]" + of
                : "SELECT c.*" + EACH_TENANT + "c.* FROM call_logd_call_log c WHERE c.tenant_uuid = t.uuid" + of + ") c"
                        + order;
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
