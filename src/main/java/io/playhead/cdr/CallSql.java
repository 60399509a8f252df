package io.playhead.cdr;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements over calls. The tenants are the first parameter of each.
 *
 * @param indexed whether Playhead keeps its index of calls here: on a database of its own, not on an existing Wazo's
 */
record CallSql(boolean indexed) {

    /**
     * A call {@code c} with what hangs on it, each part as an array of texts apart so that rows do not multiply: JSON
     * would take PostgreSQL twice as long, and so would putting them in their order. {@link CallRows} reads the columns
     * by their order.
     */
    private static final String WITH_ALL = """
            SELECT c.id, c.tenant_uuid, CAST(c.date AS text), CAST(c.date_answer AS text), CAST(c.date_end AS text),
              c.source_name, c.source_exten, c.source_internal_exten, c.source_internal_context, c.source_internal_name, c.requested_name,
              c.requested_exten, c.requested_context, c.requested_internal_exten, c.requested_internal_context,
              c.destination_name, c.destination_exten, c.destination_internal_exten, c.destination_internal_context,
              c.direction, c.conversation_id, c.blocked, c.reached_voicemail,
              CAST(ARRAY(SELECT d.uuid || d.destination_details_key || '=' || d.destination_details_value
                 FROM call_logd_call_log_destination d WHERE d.call_log_id = c.id) AS text),
              CAST(ARRAY(SELECT CAST(p.uuid AS text) || p.user_uuid || CASE p.role WHEN 'source' THEN 's' ELSE 'd' END
                     || CASE WHEN p.answered THEN 't' ELSE 'f' END || CASE WHEN p.requested THEN 't' ELSE 'f' END
                     || coalesce(CAST(p.line_id AS text), '') || CAST(p.tags AS text)
                 FROM call_logd_call_log_participant p WHERE p.call_log_id = c.id) AS text),
              CAST(ARRAY(SELECT CAST(r.uuid AS text) || r.start_time || '|' || r.end_time || coalesce('|' || r.path, '')
                 FROM call_logd_recording r WHERE r.call_log_id = c.id) AS text)""";

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

    /**
     * The calls of a page and the one after it, which tells that there is a next page; behind the columns of a call what
     * it is sorted by.
     */
    Statement page(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        return new Statement(
                WITH_ALL + key(query) + " FROM (" + pageRows(query, tenants, Spread.UNKNOWN, values) + ") c"
                        + orderOfRows(query),
                values);
    }

    /**
     * As {@link #page}, and behind it the counters, the same in each row. Without any call there is one row of nothing
     * but the counters.
     */
    Statement pageWithCounts(CallQuery query, Tenants tenants) {
        return pageWith(counts(query, tenants), "n.total, n.filtered", query, tenants, Spread.UNKNOWN);
    }

    /**
     * As {@link #page}, and behind it the total and what {@link KeptCounts} tells the state of the calls by, the same in
     * each row. Without any call there is one row of nothing but these.
     */
    Statement pageWithState(CallQuery query, Tenants tenants, Spread spread) {
        Statement state = IndexedCounts.state(query.filter(), tenants);
        return pageWith(state, "n.total, n.last_change, n.horizon", query, tenants, spread);
    }

    /** @param one gives one row with these columns */
    private Statement pageWith(Statement one, String columns, CallQuery query, Tenants tenants, Spread spread) {
        List<Object> values = new ArrayList<>(one.values());
        return new Statement(
                WITH_ALL + key(query) + ", " + columns + " FROM (" + one.text() + ") n LEFT JOIN ("
                        + pageRows(query, tenants, spread, values) + ") c ON true" + orderOfRows(query),
                values);
    }

    private String pageRows(CallQuery query, Tenants tenants, Spread spread, List<Object> values) {
        return rows(query, tenants, spread, query.limit() == 0 ? 0 : 1, values);
    }

    /** What a call itself tells is not asked for. */
    private static String key(CallQuery query) {
        CallOrder order = query.order();
        return order == CallOrder.START ? ", NULL" : ", " + order.key().written(order.expression());
    }

    /** Whether the counters are sums of few rows, so that they come along with the calls. */
    boolean countsAtOnce(CallQuery query) {
        return indexed && !query.filter().isParticular();
    }

    /** The calls of a page, however many. */
    Statement all(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        return new Statement(
                WITH_ALL + " FROM (" + rows(query, tenants, Spread.UNKNOWN, 0, values) + ") c" + orderOfRows(query),
                values);
    }

    /** The largest number of recordings that one of these calls has. */
    Statement mostRecordings(CallQuery query, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        String calls = isByIndex(query)
                ? "SELECT call_id AS id FROM (" + ids(query, tenants, Spread.UNKNOWN, 0, values) + ") i"
                : rows(query, tenants, Spread.UNKNOWN, 0, values);
        return new Statement(
                "SELECT coalesce(max(n), 0) AS most FROM (SELECT count(*) AS n FROM (" + calls
                        + ") c JOIN call_logd_recording r ON r.call_log_id = c.id GROUP BY c.id) counted",
                values);
    }

    /** How many calls there are, and how many the filters leave. */
    Statement counts(CallQuery query, Tenants tenants) {
        return indexed
                ? IndexedCounts.of(query.filter(), tenants)
                : counted(query.filter(), CallConditions.values(tenants));
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
    private String rows(CallQuery query, Tenants tenants, Spread spread, int more, List<Object> values) {
        return isByIndex(query)
                ? "SELECT c.*, i.date AS found_date, i.call_id AS found_id FROM ("
                        + ids(query, tenants, spread, more, values)
                        + ") i JOIN call_logd_call_log c ON c.id = i.call_id"
                : ofAll("c.*", query, more, values);
    }

    private String ids(CallQuery query, Tenants tenants, Spread spread, int more, List<Object> values) {
        IndexedIds ids = new IndexedIds(query, tenants, spread, more, values);
        return query.filter().isIndexed()
                ? ids.ids()
                : ids.ofOthers(() -> ofAll("c.id AS call_id, c.date", query, more, values));
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

    /** Whether the index of calls keeps them in this order. */
    private boolean isByIndex(CallQuery query) {
        return indexed && query.order() == CallOrder.START && query.limit() > 0;
    }

    /** As they were found: to sort a million calls that are in their order takes longer than to read them. */
    private String orderOfRows(CallQuery query) {
        String direction = query.descending() ? " DESC" : " ASC";
        return isByIndex(query) ? " ORDER BY c.found_date" + direction + ", c.found_id" + direction : orderBy(query);
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
