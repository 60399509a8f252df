package io.playhead.cdr;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one page as they come: one call more than there is room for was asked for. */
final class PageRows {

    private static final int KEY = CallRows.COLUMNS;
    private static final int TOTAL = KEY + 1;
    private static final int FILTERED = KEY + 2;

    private final CallQuery query;
    private final List<Call> calls = new ArrayList<>();
    private Page.@Nullable Counters counters;
    private KeptCounts.@Nullable State state;
    private @Nullable String lastKey;
    private boolean more;

    PageRows(CallQuery query) {
        this.query = query;
    }

    /** Of {@link CallSql#page}. */
    PageRows call(Readable row) {
        if (query.limit() > 0 && calls.size() == query.limit()) {
            more = true;
        } else {
            Call call = CallRows.call(row);
            calls.add(call);
            if (calls.size() == query.limit()) {
                lastKey = query.order() == CallOrder.START ? micros(call.date()) : row.get(KEY, String.class);
            }
        }
        return this;
    }

    /** Of {@link CallSql#pageWithCounts}. */
    PageRows callWithCounters(Readable row) {
        if (counters == null) {
            counters = counters(row, TOTAL, FILTERED);
        }
        return row.get(0) == null ? this : call(row);
    }

    /** Of {@link CallSql#pageWithState}. */
    PageRows callWithState(Readable row) {
        if (state == null) {
            state = KeptCounts.State.of(row);
        }
        return row.get(0) == null ? this : call(row);
    }

    KeptCounts.State state() {
        return Objects.requireNonNull(state);
    }

    private static String micros(Instant date) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, date));
    }

    Page page() {
        return page(Objects.requireNonNull(counters));
    }

    Page page(Page.Counters counted) {
        Optional<CallCursor> next = more
                ? Optional.of(new CallCursor(
                        query.order(),
                        query.descending(),
                        lastKey,
                        calls.getLast().id()))
                : Optional.empty();
        return new Page(calls, next, counted);
    }

    /** Of {@link CallSql#counts}. */
    static Page.Counters counters(Readable row) {
        return counters(row, 0, 1);
    }

    private static Page.Counters counters(Readable row, int total, int filtered) {
        return new Page.Counters(
                Objects.requireNonNull(row.get(total, Long.class)),
                Objects.requireNonNull(row.get(filtered, Long.class)));
    }
}
