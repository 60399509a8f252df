package io.playhead.cdr;

import java.util.List;
import java.util.Optional;

/**
 * @param next where the next page begins, if there is one
 * @param counters of the whole list
 */
record Page(List<Call> calls, Optional<CallCursor> next, Counters counters) {

    /**
     * @param total calls within the tenants, whatever the filters
     * @param filtered calls that the filters leave
     */
    record Counters(long total, long filtered) {}
}
