package io.playhead.cdr;

import io.playhead.http.Query;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which calls, how many of them, in which order, and how they are shown.
 *
 * @param order which column they are sorted by; ties go by id in the same direction
 * @param limit at most so many; 0 means all
 * @param byCursor whether pages are asked for by cursor, so that the body tells the next one
 * @param after the place after which the page begins; empty for the first
 * @param recurse whether the tenants below are looked through too
 * @param states whether the state of each recording is asked for
 * @param csv whether {@code format} asks for CSV
 * @param zone in which CSV shows times
 */
record CallQuery(
        CallFilter filter,
        CallOrder order,
        boolean descending,
        long limit,
        long offset,
        boolean byCursor,
        Optional<CallCursor> after,
        boolean recurse,
        boolean states,
        boolean csv,
        ZoneId zone) {

    /** Where no limit is given. Up to here a page is built whole; what is longer is streamed. */
    static final long DEFAULT_LIMIT = 1000;

    static CallQuery of(Query query) {
        return of(query, ZoneOffset.UTC);
    }

    /**
     * @param zone of times that say none
     * @throws io.playhead.problem.ProblemException {@code invalid-data}, with every bad parameter
     */
    static CallQuery of(Query query, ZoneId zone) {
        Fields fields = new Fields(query, zone);
        CallQuery parsed = of(query, fields, CallFilter.of(fields).ofUsers(fields.uuids("user_uuid")));
        fields.refuseInvalid();
        return parsed;
    }

    /** As {@link #of(Query, ZoneId)}, for a list that does not look at {@code user_uuid}. */
    static CallQuery withoutUsers(Query query, ZoneId zone) {
        Fields fields = new Fields(query, zone);
        CallQuery parsed = of(query, fields, CallFilter.of(fields));
        fields.refuseInvalid();
        return parsed;
    }

    private static CallQuery of(Query query, Fields fields, CallFilter filter) {
        CallOrder order = fields.choice("order", CallOrder.byName(), CallOrder.START);
        boolean descending = fields.choice("direction", Map.of("desc", true, "asc", false), true);
        return new CallQuery(
                filter,
                order,
                descending,
                fields.natural("limit", DEFAULT_LIMIT),
                fields.natural("offset", 0),
                query.first("after") != null,
                fields.cursor("after", order, descending),
                fields.flag("recurse", false),
                "state".equals(query.first("include")),
                "csv".equals(fields.word("format", List.of("csv", "json"))),
                fields.zone("tz"));
    }

    CallQuery of(CallFilter other) {
        return new CallQuery(other, order, descending, limit, offset, byCursor, after, recurse, states, csv, zone);
    }

    boolean isLong() {
        return limit == 0 || limit > DEFAULT_LIMIT;
    }
}
