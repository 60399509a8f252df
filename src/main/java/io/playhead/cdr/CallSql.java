package io.playhead.cdr;

import java.util.List;

/**
 * The statements over calls. The tenants are the first parameter of each.
 *
 * @param indexed whether Playhead keeps its index of calls here: on a database of its own, not on an existing Wazo's
 */
record CallSql(boolean indexed) {

    /**
     * A call {@code c} with what hangs on it, each part aggregated apart so that rows do not multiply. {@link CallRows}
     * reads them by their order.
     */
    private static final String WITH_ALL = """
            SELECT c.id, c.tenant_uuid, c.date, c.date_answer, c.date_end, c.source_name, c.source_exten,
              c.source_internal_exten, c.source_internal_context, c.source_internal_name, c.requested_name,
              c.requested_exten, c.requested_context, c.requested_internal_exten, c.requested_internal_context,
              c.destination_name, c.destination_exten, c.destination_internal_exten, c.destination_internal_context,
              c.direction, c.conversation_id, c.blocked, c.reached_voicemail,
              (SELECT json_object_agg(d.destination_details_key, d.destination_details_value ORDER BY d.uuid)
                 FROM call_logd_call_log_destination d WHERE d.call_log_id = c.id),
              (SELECT json_agg(json_build_array(p.user_uuid, p.line_id, p.role = 'source', p.answered, p.requested,
                        p.tags) ORDER BY p.uuid)
                 FROM call_logd_call_log_participant p WHERE p.call_log_id = c.id),
              (SELECT json_agg(json_build_array(r.uuid, CAST(extract(epoch FROM r.start_time) * 1000000 AS bigint),
                        CAST(extract(epoch FROM r.end_time) * 1000000 AS bigint), r.path) ORDER BY r.start_time, r.uuid)
                 FROM call_logd_recording r WHERE r.call_log_id = c.id)""";

    /** So many are found in a moment; of more, a page is found sooner by going through all in order. */
    private static final int FEW = 10_000;

    static final String BY_ID = WITH_ALL + " FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1) AND c.id = $2";

    /** Of these tenants' calls those with these ids. */
    static Statement byIds(List<Integer> ids, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        values.add(ids.toArray(Integer[]::new));
        return new Statement(
                WITH_ALL + " FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1) AND c.id = ANY($2) ORDER BY c.id",
                values);
    }

    /** A statement with the values of its parameters, in order. */
    record Statement(String text, List<Object> values) {}

    /** The calls of a page and the one after it, which tells that there is a next page. */
    Statement page(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        CallOrder order = query.order();
        String key = order.key().written(order.expression()) + " AS sort_key";
        String rows = rows(query, query.limit() == 0 ? 0 : 1, values);
        return new Statement(WITH_ALL + ", " + key + " FROM (" + rows + ") c" + orderBy(query), values);
    }

    /** The calls of a page, however many. */
    Statement all(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        return new Statement(WITH_ALL + " FROM (" + rows(query, 0, values) + ") c" + orderBy(query), values);
    }

    /** The largest number of recordings that one of these calls has. */
    Statement mostRecordings(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        return new Statement(
                "SELECT coalesce(max(n), 0) AS most FROM (SELECT count(*) AS n FROM (" + rows(query, 0, values)
                        + ") c JOIN call_logd_recording r ON r.call_log_id = c.id GROUP BY c.id) counted",
                values);
    }

    /** How many calls there are, and how many the filters leave. */
    Statement counts(CallQuery query, Tenants tenants) {
        return indexed
                ? IndexedCounts.of(query.filter(), tenants)
                : counted(query.filter(), CallConditions.values(tenants));
    }

    /** The total, and what {@link KeptCounts} tells the state of the calls by. */
    Statement state(CallQuery query, Tenants tenants) {
        return IndexedCounts.state(query.filter(), tenants);
    }

    private static Statement counted(CallFilter filter, List<Object> values) {
        String all = "FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)"
                + CallConditions.ofParticipant(filter, values);
        String filters = CallConditions.of(filter, false, values);
        return new Statement(
                filter.isSelective()
                        ? "SELECT (SELECT count(*) " + all + ") AS total, (SELECT count(*)"
                                + " FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)" + filters + ") AS filtered"
                        : "SELECT count(*) AS total, count(*) FILTER (WHERE " + filters.replaceFirst("^ AND ", "")
                                + ") AS filtered " + all,
                values);
    }

    /** @param more how many beyond the limit */
    private String rows(CallQuery query, int more, List<Object> values) {
        boolean byDate = query.order() == CallOrder.START && query.limit() > 0;
        if (indexed && byDate && query.filter().isOfKind()) {
            return joined(ofEachTenant(query, more, values));
        }
        if (indexed && byDate && query.filter().isOfOneUser()) {
            return joined(ofOneUser(query, more, values));
        }
        return indexed && byDate ? joined(ofFewOrMany(query, more, values)) : ofAll("c.*", query, more, values);
    }

    private static String joined(String ids) {
        return "SELECT c.* FROM (" + ids + ") i JOIN call_logd_call_log c ON c.id = i.call_id";
    }

    /**
     * Of each tenant as many calls as could be on the page, then the page of these. Each tenant's come in order from
     * an index on tenant and date; one scan over several tenants would have to sort all that they have.
     */
    private String ofAll(String columns, CallQuery query, int more, List<Object> values) {
        StringBuilder rows = new StringBuilder("SELECT ")
                .append(columns)
                .append(" FROM unnest(CAST($1 AS uuid[])) AS t (uuid)"
                        + " CROSS JOIN LATERAL (SELECT * FROM call_logd_call_log c WHERE c.tenant_uuid = t.uuid")
                .append(CallConditions.of(query.filter(), indexed, values));
        query.after()
                .ifPresent(place -> rows.append(place.condition(query.order().expression(), "c.id", values)));
        rows.append(orderBy(query)).append(reach(query, more, values)).append(") c");
        return rows.append(orderBy(query)).append(page(query, more, values)).toString();
    }

    /**
     * Calls that are few are found first and sorted then; where they are many, some will soon come along in order. The
     * planner would have to guess which it is, and often guesses wrong.
     */
    private String ofFewOrMany(CallQuery query, int more, List<Object> values) {
        boolean byIndex = query.filter().isIndexed();
        StringBuilder rows = new StringBuilder("WITH found (call_id, date) AS MATERIALIZED (")
                .append(
                        byIndex
                                ? "SELECT i.call_id, i.date FROM playhead.call_index i WHERE i.tenant_uuid = ANY($1)"
                                : "SELECT c.id, c.date FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)")
                .append(
                        byIndex
                                ? IndexConditions.of(query.filter(), values)
                                : CallConditions.of(query.filter(), true, values))
                .append(" LIMIT ")
                .append(FEW + 1)
                .append("), few AS MATERIALIZED (SELECT count(*) <= ")
                .append(FEW)
                .append(" AS yes FROM found) (SELECT i.call_id, i.date FROM found i WHERE (SELECT yes FROM few)");
        query.after().ifPresent(place -> rows.append(place.condition("i.date", "i.call_id", values)));
        rows.append(byDate(query)).append(page(query, more, values));
        String many = byIndex ? ofEachTenant(query, more, values) : ofAll("c.id, c.date", query, more, values);
        return rows.append(") UNION ALL (SELECT * FROM (")
                .append(many)
                .append(") m WHERE NOT (SELECT yes FROM few))")
                .toString();
    }

    /** The same over the index of calls, which is narrow and has an order for each kind of call. */
    private static String ofEachTenant(CallQuery query, int more, List<Object> values) {
        StringBuilder rows = new StringBuilder("SELECT i.call_id, i.date FROM unnest(CAST($1 AS uuid[])) AS t (uuid)"
                        + " CROSS JOIN LATERAL (SELECT i.call_id, i.date FROM playhead.call_index i"
                        + " WHERE i.tenant_uuid = t.uuid")
                .append(IndexConditions.of(query.filter(), values));
        query.after().ifPresent(place -> rows.append(place.condition("i.date", "i.call_id", values)));
        String order = byDate(query);
        rows.append(order).append(reach(query, more, values)).append(") i");
        return rows.append(order).append(page(query, more, values)).toString();
    }

    private static String ofOneUser(CallQuery query, int more, List<Object> values) {
        StringBuilder rows = new StringBuilder(
                        "SELECT i.call_id, i.date FROM playhead.call_user i WHERE i.tenant_uuid = ANY($1)")
                .append(IndexConditions.ofUser(query.filter(), values))
                .append(IndexConditions.between(
                        query.filter().from(), query.filter().until(), values));
        query.after().ifPresent(place -> rows.append(place.condition("i.date", "i.call_id", values)));
        return rows.append(byDate(query)).append(page(query, more, values)).toString();
    }

    private static String byDate(CallQuery query) {
        String direction = query.descending() ? " DESC" : " ASC";
        return " ORDER BY i.date" + direction + ", i.call_id" + direction;
    }

    private static String orderBy(CallQuery query) {
        return " ORDER BY " + query.order().orderBy(query.descending());
    }

    /** As many of one tenant as could be on the page. */
    private static String reach(CallQuery query, int more, List<Object> values) {
        if (query.limit() == 0) {
            return "";
        }
        values.add(sum(sum(query.limit(), more), query.offset()));
        return " LIMIT $" + values.size();
    }

    private static String page(CallQuery query, int more, List<Object> values) {
        StringBuilder page = new StringBuilder();
        if (query.limit() > 0) {
            values.add(sum(query.limit(), more));
            page.append(" LIMIT $").append(values.size());
        }
        if (query.offset() > 0) {
            values.add(query.offset());
            page.append(" OFFSET $").append(values.size());
        }
        return page.toString();
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
