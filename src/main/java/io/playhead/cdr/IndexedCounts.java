package io.playhead.cdr;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counters of lists from Playhead's own sums: those of whole days are added up, and only what a period has of its first
 * and last day is counted. What the sums do not know is counted among the calls.
 */
final class IndexedCounts {

    private static final int BLOCKED = CallStatus.BLOCKED.rank();

    private IndexedCounts() {}

    /** With the state of the calls that it was counted in. */
    static CallSql.Statement of(CallFilter filter, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        if (filter.isOfKind() && filter.from() == null && filter.until() == null) {
            return new CallSql.Statement(
                    "SELECT coalesce(sum(calls), 0)::bigint AS total, coalesce(sum(calls) FILTER (WHERE true"
                            + IndexConditions.ofKind(filter, values) + "), 0)::bigint AS filtered"
                            + " FROM playhead.call_total i WHERE i.tenant_uuid = ANY($1)",
                    values);
        }
        return new CallSql.Statement(
                "SELECT " + total(filter, values) + " AS total, " + filtered(filter, values) + " AS filtered, "
                        + KeptCounts.STATE,
                values);
    }

    static CallSql.Statement state(CallFilter filter, Tenants tenants) {
        List<Object> values = CallConditions.values(tenants);
        return new CallSql.Statement("SELECT " + total(filter, values) + " AS total, " + KeptCounts.STATE, values);
    }

    private static String total(CallFilter filter, List<Object> values) {
        if (filter.participant() == null) {
            return "(SELECT coalesce(sum(calls), 0)::bigint FROM playhead.call_total WHERE tenant_uuid = ANY($1))";
        }
        values.add(filter.participant());
        return "(SELECT coalesce(sum(calls), 0)::bigint FROM playhead.user_count WHERE tenant_uuid = ANY($1)"
                + " AND user_uuid = $" + values.size() + ")";
    }

    private static String filtered(CallFilter filter, List<Object> values) {
        if (filter.isOfKind()) {
            String kind = IndexConditions.ofKind(filter, values);
            return period(filter, "sum(calls)", "playhead.call_count", "playhead.call_index", kind, kind, values);
        }
        if (filter.isOfOneUser()
                && filter.status() == null
                && filter.direction() == null
                && filter.recorded() == null) {
            String sum = filter.participant() == null ? "sum(terminal)" : "sum(unblocked)";
            String user = IndexConditions.user(filter, values);
            return period(
                    filter,
                    sum,
                    "playhead.user_count",
                    "playhead.call_user",
                    user,
                    user + IndexConditions.terminal(filter) + " AND i.status <> " + BLOCKED,
                    values);
        }
        if (filter.isOfOneUser()) {
            return "(SELECT count(*) FROM playhead.call_user i WHERE i.tenant_uuid = ANY($1)"
                    + IndexConditions.ofUser(filter, values)
                    + IndexConditions.between(filter.from(), filter.until(), values) + ")";
        }
        if (filter.isIndexed()) {
            return "(SELECT count(*) FROM playhead.call_index i WHERE i.tenant_uuid = ANY($1)"
                    + IndexConditions.of(filter, true, values) + ")";
        }
        return "(SELECT count(*) FROM call_logd_call_log c WHERE c.tenant_uuid = ANY($1)"
                + CallConditions.of(filter, true, values) + ")";
    }

    /**
     * @param sums the table of sums @param ofSums its condition
     * @param rows the table of which they are the sums @param ofRows its condition
     */
    private static String period(
            CallFilter filter,
            String sum,
            String sums,
            String rows,
            String ofSums,
            String ofRows,
            List<Object> values) {
        Instant from = filter.from();
        Instant until = filter.until();
        LocalDate first = from == null ? null : dayFrom(from);
        LocalDate end = until == null ? null : dayUntil(until);
        String counted = "(SELECT count(*) FROM " + rows + " i WHERE i.tenant_uuid = ANY($1)" + ofRows;
        if (first != null && end != null && !first.isBefore(end)) {
            return counted + IndexConditions.between(from, until, values) + ")";
        }
        StringBuilder days = new StringBuilder(
                "(SELECT coalesce(" + sum + ", 0)::bigint FROM " + sums + " i WHERE i.tenant_uuid = ANY($1)" + ofSums);
        day(days, " AND i.day >= $", first, values);
        day(days, " AND i.day < $", end, values);
        days.append(')');
        if (from != null && first != null && !start(first).equals(from)) {
            days.append(" + ")
                    .append(counted)
                    .append(IndexConditions.between(from, start(first), values))
                    .append(')');
        }
        if (until != null && end != null && !start(end).equals(until)) {
            days.append(" + ")
                    .append(counted)
                    .append(IndexConditions.between(start(end), until, values))
                    .append(')');
        }
        return days.toString();
    }

    private static void day(StringBuilder text, String condition, @Nullable LocalDate day, List<Object> values) {
        if (day != null) {
            values.add(day);
            text.append(condition).append(values.size());
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** The first day that lies whole after this moment. */
    private static LocalDate dayFrom(Instant moment) {
        LocalDate day = dayUntil(moment);
        return start(day).equals(moment) ? day : day.plus(1, ChronoUnit.DAYS);
    }

    /** The day of this moment. */
    private static LocalDate dayUntil(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
