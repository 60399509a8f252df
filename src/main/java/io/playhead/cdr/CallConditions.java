package io.playhead.cdr;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link CallFilter} as conditions over {@code call_logd_call_log c}. */
final class CallConditions {

    /** Beyond so many, one comparison of sets instead of a question for each tag: a statement has to stay small. */
    private static final int TAGS_APART = 4;

    private final List<Object> values;
    private final StringBuilder text = new StringBuilder();

    private CallConditions(List<Object> values) {
        this.values = values;
    }

    /**
     * @param indexed whether there is Playhead's index of calls
     * @param values to which those of the conditions are added
     * @return empty, or beginning with {@code AND}
     */
    static String of(CallFilter filter, boolean indexed, List<Object> values) {
        CallConditions conditions = new CallConditions(values);
        conditions.participant(filter.participant());
        conditions.columns(filter);
        if (indexed) {
            conditions.textByIndex(filter);
            conditions.usersByIndex(filter.users());
        } else {
            conditions.text(filter.text());
            conditions.number(filter.number());
            conditions.tags(filter.tags());
            conditions.users(filter.users());
        }
        conditions.recorded(filter.recorded());
        if (filter.newestOfPeer()) {
            conditions.newestOfPeer();
        }
        return conditions.text.toString();
    }

    /** What counts in the total too. */
    static String ofParticipant(CallFilter filter, List<Object> values) {
        CallConditions conditions = new CallConditions(values);
        conditions.participant(filter.participant());
        return conditions.text.toString();
    }

    /** Blocked calls are left out where nobody asks for them. */
    private void columns(CallFilter filter) {
        CallStatus status = filter.status();
        and(status == null ? "c.blocked IS NOT TRUE" : status.condition());
        time("c.date >= ", filter.from());
        time("c.date < ", filter.until());
        compare("c.id = ", filter.id());
        compare("c.id >= ", filter.fromId() == 0 ? null : filter.fromId());
        compare("c.direction = ", filter.direction());
        compare("c.conversation_id = ", filter.conversation());
        compare("c.requested_internal_exten = ", filter.requestedExtension());
        compare("c.requested_internal_context = ", filter.requestedContext());
    }

    private void time(String comparison, @Nullable Instant time) {
        compare(comparison, time == null ? null : time.atOffset(ZoneOffset.UTC));
    }

    private void compare(String comparison, @Nullable Object value) {
        if (value != null) {
            and(comparison + parameter(value));
        }
    }

    /** A backslash means itself, as little as PostgreSQL would have it. */
    private void text(@Nullable String text) {
        if (text != null) {
            String pattern = parameter("%" + text.replace("\\", "\\\\") + "%");
            and("(c.source_name ILIKE %1$s OR c.source_exten ILIKE %1$s OR c.destination_name ILIKE %1$s"
                            .formatted(pattern)
                    + " OR c.destination_exten ILIKE " + pattern + ")");
        }
    }

    private void number(@Nullable String number) {
        if (number != null) {
            boolean pattern = number.contains("_");
            String comparison = (pattern ? " LIKE " : " = ") + parameter(number.replace('_', '%'));
            and("(c.source_exten" + comparison + " OR c.destination_exten" + comparison + ")");
        }
    }

    private void tags(List<String> tags) {
        List<String> wanted = List.copyOf(new LinkedHashSet<>(tags));
        if (wanted.size() > TAGS_APART) {
            and("(SELECT array_agg(tag) FROM call_logd_call_log_participant p, unnest(p.tags) tag"
                    + " WHERE p.call_log_id = c.id) @> CAST(" + parameter(wanted.toArray(String[]::new))
                    + " AS varchar[])");
            return;
        }
        for (String tag : wanted) {
            // that they are not empty is what the index on them wants to hear
            and("c.id IN (SELECT p.call_log_id FROM call_logd_call_log_participant p WHERE p.tags <> '{}'"
                    + " AND p.tags @> CAST(" + parameter(new String[] {tag}) + " AS varchar[]))");
        }
    }

    /** Who called, or the one of those called whom the call shows: who answered, then the greatest. */
    private void users(List<UUID> users) {
        if (!users.isEmpty()) {
            and("c.id IN (SELECT p.call_log_id FROM call_logd_call_log_participant p WHERE p.user_uuid = ANY("
                    + parameter(users.toArray(UUID[]::new)) + ") AND (p.role = 'source' OR NOT EXISTS (SELECT"
                    + " FROM call_logd_call_log_participant o WHERE o.call_log_id = p.call_log_id"
                    + " AND o.role = 'destination' AND (o.answered, o.user_uuid) > (p.answered, p.user_uuid))))");
        }
    }

    private void textByIndex(CallFilter filter) {
        String conditions = IndexConditions.ofText(filter, values);
        if (!conditions.isEmpty()) {
            and("c.id IN (SELECT i.call_id FROM playhead.call_index i WHERE i.tenant_uuid = ANY($1)" + conditions
                    + ")");
        }
    }

    private void usersByIndex(List<UUID> users) {
        if (!users.isEmpty()) {
            and("c.id IN (SELECT u.call_id FROM playhead.call_user u WHERE u.terminal AND u.user_uuid = ANY("
                    + parameter(users.toArray(UUID[]::new)) + "))");
        }
    }

    private void participant(@Nullable UUID user) {
        if (user != null) {
            and("c.id IN (SELECT p.call_log_id FROM call_logd_call_log_participant p WHERE p.user_uuid = "
                    + parameter(user) + ")");
        }
    }

    private void recorded(@Nullable Boolean recorded) {
        if (recorded != null) {
            and((recorded ? "" : "NOT ") + "EXISTS (SELECT FROM call_logd_recording r WHERE r.call_log_id = c.id)");
        }
    }

    /** The newest by id, over all calls there are, before any filter. */
    private void newestOfPeer() {
        and("c.id IN (SELECT max(p.call_log_id) FROM call_logd_call_log_participant p"
                + " JOIN call_logd_call_log o ON o.id = p.call_log_id"
                + " GROUP BY p.user_uuid, CASE p.role WHEN 'source' THEN o.requested_exten ELSE o.source_exten END)");
    }

    private void and(String condition) {
        text.append(" AND ").append(condition);
    }

    private String parameter(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    /** A list of values for the text of one statement. */
    static List<Object> values(Tenants tenants) {
        List<Object> values = new ArrayList<>();
        values.add(tenants.array());
        return values;
    }
}
