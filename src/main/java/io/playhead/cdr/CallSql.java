package io.playhead.cdr;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The statements over calls. The tenants are the first parameter of each. */
final class CallSql {

    /** A call {@code c} with what hangs on it, each part aggregated apart so that rows do not multiply. */
    private static final String WITH_ALL = """
            SELECT c.*,
              (SELECT json_agg(json_build_object('user_uuid', p.user_uuid, 'line_id', p.line_id, 'role', p.role,
                        'tags', p.tags, 'answered', p.answered, 'requested', p.requested) ORDER BY p.uuid)
                 FROM call_logd_call_log_participant p WHERE p.call_log_id = c.id) AS participants,
              (SELECT json_object_agg(d.destination_details_key, d.destination_details_value ORDER BY d.uuid)
                 FROM call_logd_call_log_destination d WHERE d.call_log_id = c.id) AS destination,
              (SELECT json_agg(json_build_object('uuid', r.uuid, 'start', r.start_time, 'end', r.end_time,
                        'path', r.path) ORDER BY r.start_time, r.uuid)
                 FROM call_logd_recording r WHERE r.call_log_id = c.id) AS recordings
            FROM""";

    static final String BY_ID = WITH_ALL + " call_logd_call_log c WHERE c.tenant_uuid = ANY($1) AND c.id = $2";

    private CallSql() {}

    /** A statement with the values of its parameters, in order. */
    record Statement(String text, List<Object> values) {}

    /**
     * Of each tenant as many calls as could be on the page, then the page of these. Each tenant's come in order from
     * the index on tenant and date; one scan over several tenants would have to sort all that they have.
     */
    static Statement page(CallQuery query, Tenants tenants) {
        List<Object> values = new ArrayList<>();
        values.add(tenants.array());
        String order = " ORDER BY " + query.order().orderBy(query.descending());
        StringBuilder rows = new StringBuilder("SELECT c.* FROM unnest(CAST($1 AS uuid[])) AS t (uuid)"
                        + " CROSS JOIN LATERAL (SELECT * FROM call_logd_call_log c WHERE c.tenant_uuid = t.uuid")
                .append(filters(query, values))
                .append(order);
        if (query.limit() > 0) {
            values.add(reach(query));
            rows.append(" LIMIT $").append(values.size());
        }
        rows.append(") c").append(order);
        if (query.limit() > 0) {
            values.add(query.limit());
            rows.append(" LIMIT $").append(values.size());
        }
        if (query.offset() > 0) {
            values.add(query.offset());
            rows.append(" OFFSET $").append(values.size());
        }
        return new Statement(WITH_ALL + " (" + rows + ") c" + order, values);
    }

    /** How many calls lie before the end of the page. */
    private static long reach(CallQuery query) {
        long reach = query.limit() + query.offset();
        return reach < 0 ? Long.MAX_VALUE : reach;
    }

    static Statement counts(CallQuery query, Tenants tenants) {
        List<Object> values = new ArrayList<>();
        values.add(tenants.array());
        String conditions = filters(query, values).replaceFirst("^ AND ", "");
        return new Statement(
                "SELECT count(*) AS total, count(*) FILTER (WHERE " + conditions + ") AS filtered"
                        + " FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)",
                values);
    }

    /** Blocked calls are left out of lists, but not out of the total. */
    private static String filters(CallQuery query, List<Object> values) {
        StringBuilder filters = new StringBuilder(" AND c.blocked IS NOT TRUE");
        if (query.from() != null) {
            values.add(Objects.requireNonNull(query.from()).atOffset(ZoneOffset.UTC));
            filters.append(" AND c.date >= $").append(values.size());
        }
        if (query.until() != null) {
            values.add(Objects.requireNonNull(query.until()).atOffset(ZoneOffset.UTC));
            filters.append(" AND c.date < $").append(values.size());
        }
        return filters.toString();
    }
}
