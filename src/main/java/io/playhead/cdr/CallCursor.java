package io.playhead.cdr;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: the next begins after it, however deep it lies. Opaque to clients; says nothing but a place in an
 * order, so that there is nothing to gain by making one up.
 *
 * @param key of the last call, as {@link SortKey} writes it; null where the call has none
 * @param id of the last call
 */
record CallCursor(
        CallOrder order, boolean descending, @Nullable String key, int id) {

    private static final String VERSION = "1";
    private static final int PARTS = 5;
    /** PostgreSQL has times from 4713 BC to 294276 AD, in microseconds since 1970. */
    private static final long FIRST_TIME = -210_000_000_000_000_000L;

    private static final long LAST_TIME = 9_000_000_000_000_000_000L;

    String text() {
        String last = key;
        String text = String.join(
                ":",
                VERSION,
                order.text(),
                descending ? "desc" : "asc",
                Integer.toString(id),
                last == null ? "" : "=" + last);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if the text is no cursor. */
    static Optional<CallCursor> parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", PARTS);
            if (parts.length != PARTS
                    || !parts[0].equals(VERSION)
                    || !List.of("asc", "desc").contains(parts[2])) {
                return Optional.empty();
            }
            CallOrder order = CallOrder.byName().get(parts[1]);
            return order == null
                    ? Optional.empty()
                    : of(order, parts[2].equals("desc"), parts[4], Integer.parseInt(parts[3]));
        } catch (IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    private static Optional<CallCursor> of(CallOrder order, boolean descending, String written, int id) {
        if (written.isEmpty()) {
            return order.isNullable() ? Optional.of(new CallCursor(order, descending, null, id)) : Optional.empty();
        }
        String key = written.substring(1);
        order.key().value(key);
        boolean possible =
                written.startsWith("=") && key.indexOf('\0') < 0 && (order.key() != SortKey.TIME || isTime(key));
        return possible ? Optional.of(new CallCursor(order, descending, key, id)) : Optional.empty();
    }

    private static boolean isTime(String key) {
        long micros = Long.parseLong(key);
        return micros >= FIRST_TIME && micros <= LAST_TIME;
    }

    /**
     * The calls after this one in its order.
     *
     * @param expression what is sorted by, and {@code idColumn} the id of the call, in the statement's words
     * @param values to which those of the condition are added
     * @return beginning with {@code AND}
     */
    String condition(String expression, String idColumn, List<Object> values) {
        String than = descending ? " < " : " > ";
        values.add(id);
        String thisId = "$" + values.size();
        String last = key;
        if (order == CallOrder.ID) {
            return " AND " + idColumn + than + thisId;
        }
        if (last == null) {
            String later = "(" + expression + " IS NULL AND " + idColumn + than + thisId + ")";
            return " AND " + (descending ? later : "(" + later + " OR " + expression + " IS NOT NULL)");
        }
        values.add(order.key().value(last));
        String thisKey = order.key().read("$" + values.size());
        // one comparison of rows, which an index on both can begin at
        String later = "(" + expression + ", " + idColumn + ")" + than + "(" + thisKey + ", " + thisId + ")";
        return " AND " + (descending && order.isNullable() ? "(" + later + " OR " + expression + " IS NULL)" : later);
    }
}
