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

    /** So many in less time than an index of trigrams is asked. */
    private static final int NEAR_OF_PART = 20_000;

    private static final String OF_TENANTS = " FROM playhead.call_index i WHERE i.tenant_uuid = ANY($1)";

    /** A plan for any tenants thinks that they have few calls; by the index on tenants it would find all they have. */
    private static final String OF_ANY_TENANTS = " FROM playhead.call_index i WHERE (i.tenant_uuid = ANY($1)) IS TRUE";

    private static final String EACH_TENANT =
            " FROM unnest(CAST($1 AS uuid[])) AS t (uuid) CROSS JOIN LATERAL (SELECT ";

    private final CallQuery query;
    private final CallFilter filter;
    private final Tenants tenants;
    private final Spread spread;
    private final int more;
    private final List<Object> values;
    private final boolean byValue;

    /** @param more how many beyond the limit @param values to which those of the statement are added */
    IndexedIds(CallQuery query, Tenants tenants, Spread spread, int more, List<Object> values) {
        this.query = query;
        this.filter = query.filter();
        this.tenants = tenants;
        this.spread = spread;
        this.more = more;
        this.values = values;
        this.byValue = filter.isPlannedByValue(spread);
    }

    /** By what Playhead's index of calls knows. */
    String ids() {
        if (filter.isOfKind()) {
            return ofEachTenant();
        }
        if (filter.isOfOneUser()) {
            return ofOneUser();
        }
        if (filter.isOfNumber()) {
            return ofNumber();
        }
        if (filter.isParticular() && filter.isOfAnybody() && spread == Spread.AMONG_FEW) {
            return ofEachTenant();
        }
        if (filter.isOfPart() && filter.isOfAnybody()) {
            return ofPart();
        }
        if (filter.id() == null && filter.isOfAnybody() && (spread != Spread.APART || areNearAnyway())) {
            return nearOrElse(near(filter.ofPeriod(), Spread.FEW), this::others);
        }
        return others();
    }

    /** Of all calls only those with tags are gone through, and the greatest ids are those of the newest calls. */
    private boolean areNearAnyway() {
        return filter.isOfTags() || (filter.isFromId() && query.descending());
    }

    private String others() {
        // else the planner, who may not know the id, might go through all
        String order = filter.isFromId() ? " ORDER BY i.call_id DESC" : "";
        return fewOrMany(
                "SELECT i.call_id, i.date" + ofTenants() + IndexConditions.of(filter, byValue, values) + order,
                this::ofEachTenant);
    }

    /** By what it does not know. @param inOrder goes through all in order */
    String ofOthers(Supplier<String> inOrder) {
        if (filter.isOfRequestedExtension()) {
            return inOrder.get();
        }
        Supplier<String> others = () -> fewOrMany(
                "SELECT c.id, c.date FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)"
                        + CallConditions.of(filter, true, values),
                inOrder);
        if (spread == Spread.APART
                || filter.id() != null
                || filter.conversation() != null
                || filter.newestOfPeer()
                || !filter.isOfAnybody()) {
            return others.get();
        }
        String newest = "SELECT i.call_id, i.date FROM (SELECT c.id AS call_id, c.date FROM (" + newestCalls()
                + ") c WHERE true" + CallConditions.of(filter, true, values) + ") i";
        return nearOrElse(newest, others);
    }

    /**
     * Calls that are few are found first and sorted then; where they are many, some will soon come along in order. The
     * planner would have to guess which it is, and often guesses wrong.
     *
     * @param found finds them in any order
     * @param inOrder finds the page in order
     */
    private String fewOrMany(String found, Supplier<String> inOrder) {
        return "WITH found (call_id, date) AS MATERIALIZED (" + found + " LIMIT " + (FEW + 1)
                + "), few AS MATERIALIZED (SELECT count(*) <= " + FEW + " AS yes FROM found)"
                + " (SELECT i.call_id, i.date FROM found i WHERE (SELECT yes FROM few)" + after() + byDate() + page()
                + ") UNION ALL (SELECT * FROM (" + inOrder.get() + ") m WHERE NOT (SELECT yes FROM few))";
    }

    /**
     * What is everywhere is found among the newest calls sooner than all that match are. Only where these do not fill
     * the page are the others looked for.
     *
     * @param near finds some of the newest calls, in any order
     */
    private String nearOrElse(String near, Supplier<String> others) {
        String reach = reach();
        String most = "$" + values.size();
        return "WITH near AS MATERIALIZED (" + near + byDate() + reach
                + "), enough AS MATERIALIZED (SELECT count(*) = " + most + " AS yes FROM near)"
                + " (SELECT i.call_id, i.date FROM near i WHERE (SELECT yes FROM enough)" + byDate() + page()
                + ") UNION ALL (SELECT * FROM (" + others.get() + ") m WHERE NOT (SELECT yes FROM enough))";
    }

    /** A part of a name or a number costs something to look for even where it is everywhere: more are gone through. */
    private String ofPart() {
        Supplier<String> all = filter.mayHaveTrigram() ? this::allOfPart : this::ofEachTenant;
        // of a period, or of one kind, how many there are does not tell how far apart they are
        return spread == Spread.APART && filter.isOfPartAlone()
                ? all.get()
                : nearOrElse(near(filter.withoutText(), NEAR_OF_PART), all);
    }

    /** Without the offset the planner might go through all in order. */
    private String allOfPart() {
        return "SELECT i.call_id, i.date FROM (SELECT i.call_id, i.date" + ofTenants()
                + IndexConditions.of(filter, byValue, values) + after() + " OFFSET 0) i" + byDate() + page();
    }

    private String ofTenants() {
        return byValue ? OF_TENANTS : OF_ANY_TENANTS;
    }

    /** One end of a call has the number, or the other, or both have it: each side's calls come in order. */
    private String ofNumber() {
        values.add(filter.number());
        String number = " = $" + values.size();
        String rest = IndexConditions.of(filter.withoutText(), byValue, values) + after() + byDate() + reach();
        String side = "(SELECT i.call_id, i.date FROM playhead.call_index i WHERE i.tenant_uuid = t.uuid AND i.";
        return "SELECT i.call_id, i.date" + EACH_TENANT + "i.call_id, i.date FROM (" + side + "source_exten" + number
                + rest + ") UNION " + side + "destination_exten" + number + rest + ")) i) i" + byDate() + page();
    }

    /** @param those which of the newest calls are gone through @param most so many of them */
    private String near(CallFilter those, int most) {
        return "SELECT i.call_id, i.date FROM (" + newest(those, most) + ") i WHERE true"
                + IndexConditions.of(filter, byValue, values);
    }

    /** @param those which the index of calls keeps in order */
    private String newest(CallFilter those, int most) {
        String of = IndexConditions.of(those, byValue, values)
                + (filter.isOfTags() ? " AND i.tags IS NOT NULL" : "")
                + after() + byDate() + " LIMIT " + most;
        return tenants.uuids().size() == 1
                ? "SELECT i.* FROM playhead.call_index i WHERE i.tenant_uuid = (CAST($1 AS uuid[]))[1]" + of
                : "SELECT i.*" + EACH_TENANT + "i.* FROM playhead.call_index i WHERE i.tenant_uuid = t.uuid" + of
                        + ") i" + byDate() + " LIMIT " + most;
    }

    private String newestCalls() {
        String order = " ORDER BY " + query.order().orderBy(query.descending()) + " LIMIT " + Spread.FEW;
        String of = CallConditions.of(filter.ofPeriod(), true, values)
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
    private String ofEachTenant() {
        if (tenants.uuids().size() == 1) {
            return "SELECT i.call_id, i.date FROM playhead.call_index i WHERE i.tenant_uuid = (CAST($1 AS uuid[]))[1]"
                    + IndexConditions.of(filter, byValue, values) + after() + byDate() + page();
        }
        return "SELECT i.call_id, i.date" + EACH_TENANT
                + "i.call_id, i.date FROM playhead.call_index i WHERE i.tenant_uuid = t.uuid"
                + IndexConditions.of(filter, byValue, values) + after() + byDate() + reach() + ") i" + byDate()
                + page();
    }

    private String ofOneUser() {
        return "SELECT i.call_id, i.date FROM playhead.call_user i WHERE i.tenant_uuid = ANY($1)"
                + IndexConditions.ofUser(filter, values)
                + IndexConditions.between(filter.from(), filter.until(), values)
                + after() + byDate() + page();
    }

    private String after() {
        return query.after()
                .map(place -> place.condition("i.date", "i.call_id", values))
                .orElse("");
    }

    private String byDate() {
        String direction = query.descending() ? " DESC" : " ASC";
        return " ORDER BY i.date" + direction + ", i.call_id" + direction;
    }

    private String reach() {
        return CallSql.reach(query, more, values);
    }

    private String page() {
        return CallSql.page(query, more, values);
    }
}
