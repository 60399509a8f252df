package io.playhead.cdr;

import io.playhead.http.Query;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which calls, and how many of them.
 *
 * @param from calls that started then or later
 * @param until calls that started before
 * @param order which column they are sorted by; ties go by id in the same direction
 * @param limit at most so many; 0 means all
 * @param recurse whether the tenants below are looked through too
 * @param states whether the state of each recording is asked for
 */
record CallQuery(
        @Nullable Instant from,
        @Nullable Instant until,
        CallOrder order,
        boolean descending,
        long limit,
        long offset,
        boolean recurse,
        boolean states) {

    private static final long DEFAULT_LIMIT = 1000;

    /** @throws io.playhead.problem.ProblemException {@code invalid-data}, with every bad parameter */
    static CallQuery of(Query query) {
        Fields fields = new Fields(query);
        CallQuery parsed = new CallQuery(
                fields.instant("from"),
                fields.instant("until"),
                fields.choice("order", CallOrder.byName(), CallOrder.START),
                fields.choice("direction", Map.of("desc", true, "asc", false), true),
                fields.natural("limit", DEFAULT_LIMIT),
                fields.natural("offset", 0),
                fields.flag("recurse", false),
                "state".equals(query.first("include")));
        fields.refuseInvalid();
        return parsed;
    }
}
