package io.playhead.cdr;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link CallFilter} as conditions over Playhead's own index of calls: {@code playhead.call_index i} and its like. */
final class IndexConditions {

    /** Stands before each name and number in {@code i.text}. */
    private static final char BEFORE_EACH = 31;

    private static final int TRIGRAM = 3;

    private final List<Object> values;
    private final StringBuilder text = new StringBuilder();

    private IndexConditions(List<Object> values) {
        this.values = values;
    }

    /**
     * Over {@code playhead.call_index i}, all that {@link CallFilter#isIndexed} allows.
     *
     * @param byValue whether it is planned for its values, and not for any
     * @param values to which those of the conditions are added
     * @return empty, or beginning with {@code AND}; so too the others
     */
    static String of(CallFilter filter, boolean byValue, List<Object> values) {
        IndexConditions conditions = new IndexConditions(values);
        conditions.kind(filter);
        conditions.between(filter.from(), filter.until());
        conditions.particular(filter, byValue);
        conditions.users(filter.users());
        UUID participant = filter.participant();
        if (participant != null) {
            conditions.and("i.call_id IN (SELECT u.call_id FROM playhead.call_user u WHERE u.user_uuid = "
                    + conditions.parameter(participant) + ")");
        }
        return conditions.text.toString();
    }

    /** Over {@code playhead.call_index i}: text, number and tags. */
    static String ofText(CallFilter filter, List<Object> values) {
        IndexConditions conditions = new IndexConditions(values);
        conditions.text(filter.text(), true);
        conditions.number(filter.number());
        conditions.tags(filter.tags());
        return conditions.text.toString();
    }

    /** Over {@code i}: {@code playhead.call_index}, {@code .call_user} or {@code .call_count}. */
    static String ofKind(CallFilter filter, List<Object> values) {
        IndexConditions conditions = new IndexConditions(values);
        conditions.kind(filter);
        return conditions.text.toString();
    }

    /** Over {@code playhead.call_user i}: what {@link CallFilter#isOfOneUser} allows but for the period. */
    static String ofUser(CallFilter filter, List<Object> values) {
        return user(filter, values) + terminal(filter) + ofKind(filter, values);
    }

    /** Over {@code i}: {@code playhead.call_user} or {@code .user_count}. */
    static String user(CallFilter filter, List<Object> values) {
        values.add(filter.participant() == null ? filter.users().getFirst() : filter.participant());
        return " AND i.user_uuid = $" + values.size();
    }

    /** The caller of {@code /users/me} may have any part in the call. */
    static String terminal(CallFilter filter) {
        return filter.participant() == null ? " AND i.terminal" : "";
    }

    /** Over the column {@code i.date}. */
    static String between(@Nullable Instant from, @Nullable Instant until, List<Object> values) {
        IndexConditions conditions = new IndexConditions(values);
        conditions.between(from, until);
        return conditions.text.toString();
    }

    private void between(@Nullable Instant from, @Nullable Instant until) {
        if (from != null) {
            and("i.date >= " + parameter(from.atOffset(ZoneOffset.UTC)));
        }
        if (until != null) {
            and("i.date < " + parameter(until.atOffset(ZoneOffset.UTC)));
        }
    }

    /** Blocked calls are left out where nobody asks for them. */
    private void kind(CallFilter filter) {
        CallStatus status = filter.status();
        and(status == null ? "i.status <> " + CallStatus.BLOCKED.rank() : "i.status = " + status.rank());
        String direction = filter.direction();
        if (direction != null) {
            and("i.direction = " + parameter(direction));
        }
        Boolean recorded = filter.recorded();
        if (recorded != null) {
            and(recorded ? "i.recorded" : "NOT i.recorded");
        }
    }

    private void particular(CallFilter filter, boolean byValue) {
        Long id = filter.id();
        if (id != null) {
            and("i.call_id = " + parameter(id));
        }
        if (filter.fromId() > 0) {
            and("i.call_id >= " + parameter(filter.fromId()));
        }
        text(filter.text(), byValue);
        number(filter.number());
        tags(filter.tags());
    }

    /** A backslash means itself. A wildcard must not reach from one name or number into the next. */
    private void text(@Nullable String wanted, boolean byValue) {
        if (wanted != null) {
            String lower = "lower(CAST(" + parameter("%" + wanted.replace("\\", "\\\\") + "%") + " AS text))";
            // a plan for any text would do it for each call anew; a plan for this one shall know it
            String pattern = byValue ? lower : "(SELECT " + lower + ")";
            // the index of trigrams knows the operator, and not the function: it would be gone through whole
            and(CallFilter.mayHaveTrigram(wanted) ? "i.text LIKE " + pattern : "like(i.text, " + pattern + ")");
            if (wanted.indexOf('%') >= 0 || wanted.indexOf('_') >= 0 || wanted.indexOf(BEFORE_EACH) >= 0) {
                and("EXISTS (SELECT FROM unnest((string_to_array(i.text, chr(" + (int) BEFORE_EACH
                        + ")))[2:]) part WHERE part LIKE " + pattern + ")");
            }
        }
    }

    /** The index on all texts finds a part of a number too, if it has three characters. */
    private void number(@Nullable String number) {
        if (number != null && number.contains("_")) {
            String pattern = "CAST(" + parameter(number.replace('_', '%')) + " AS text)";
            String digits = number.replace("_", "");
            if (digits.length() >= TRIGRAM) {
                and("i.text LIKE CAST(" + parameter("%" + digits + "%") + " AS text)");
            }
            and("(i.source_exten LIKE " + pattern + " OR i.destination_exten LIKE " + pattern + ")");
        } else if (number != null) {
            String same = " = " + parameter(number);
            and("(i.source_exten" + same + " OR i.destination_exten" + same + ")");
        }
    }

    private void tags(List<String> tags) {
        if (!tags.isEmpty()) {
            // that there are some is what the index on them wants to hear
            and("i.tags IS NOT NULL");
            and("i.tags @> CAST(" + parameter(tags.stream().distinct().toArray(String[]::new)) + " AS text[])");
        }
    }

    private void users(List<UUID> users) {
        if (!users.isEmpty()) {
            and("i.call_id IN (SELECT u.call_id FROM playhead.call_user u WHERE u.terminal AND u.user_uuid = ANY("
                    + parameter(users.toArray(UUID[]::new)) + "))");
        }
    }

    private void and(String condition) {
        text.append(" AND ").append(condition);
    }

    private String parameter(Object value) {
        values.add(value);
        return "$" + values.size();
    }
}
