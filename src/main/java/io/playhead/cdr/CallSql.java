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
        String rows = rows(query, tenants, query.limit() == 0 ? 0 : 1, values);
        return new Statement(WITH_ALL + ", " + key + " FROM (" + rows + ") c" + orderBy(query), values);
    }

    /** The calls of a page, however many. */
    Statement all(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        return new Statement(WITH_ALL + " FROM (" + rows(query, tenants, 0, values) + ") c" + orderBy(query), values);
    }

    /** The largest number of recordings that one of these calls has. */
    Statement mostRecordings(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        return new Statement(
                "SELECT coalesce(max(n), 0) AS most FROM (SELECT count(*) AS n FROM (" + rows(query, tenants, 0, values)
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
    private String rows(CallQuery query, Tenants tenants, int more, List<Object> values) {
        boolean byDate = query.order() == CallOrder.START && query.limit() > 0;
        if (!indexed || !byDate) {
            return ofAll("c.*", query, more, values);
        }
        String ids = query.filter().isIndexed()
                ? IndexedIds.of(query, tenants, more, values)
                : IndexedIds.fewOrMany(
                        "SELECT c.id, c.date FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)"
                                + CallConditions.of(query.filter(), true, values),
                        () -> ofAll("c.id, c.date", query, more, values),
                        query,
                        more,
                        values);
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

    private static String orderBy(CallQuery query) {
        return " ORDER BY " + query.order().orderBy(query.descending());
    }

    /** As many of one tenant as could be on the page. */
    static String reach(CallQuery query, int more, List<Object> values) {
        if (query.limit() == 0) {
            return "";
        }
        values.add(sum(sum(query.limit(), more), query.offset()));
        return " LIMIT $" + values.size();
    }

    static String page(CallQuery query, int more, List<Object> values) {
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

    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
