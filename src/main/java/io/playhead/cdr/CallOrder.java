package io.playhead.cdr;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What calls can be sorted by: the public name, and the expression over {@code call_logd_call_log c}. */
enum CallOrder {
    START("c.date", SortKey.TIME, false),
    ID("c.id", SortKey.INTEGER, false),
    ANSWER("c.date_answer", SortKey.TIME, true),
    ANSWERED("c.date_answer", SortKey.TIME, true),
    CALL_DIRECTION("c.direction", SortKey.TEXT, true),
    CALL_STATUS("(" + CallStatus.RANK + ")", SortKey.INTEGER, false),
    CONVERSATION_ID("c.conversation_id", SortKey.TEXT, true),
    DESTINATION_DETAILS("""
            (SELECT d.destination_details_value FROM call_logd_call_log_destination d
              WHERE d.call_log_id = c.id AND d.destination_details_key = 'type' ORDER BY d.uuid DESC LIMIT 1)""", SortKey.TEXT, true),
    DESTINATION_EXTENSION("c.destination_exten", SortKey.TEXT, true),
    DESTINATION_INTERNAL_CONTEXT("c.destination_internal_context", SortKey.TEXT, true),
    DESTINATION_INTERNAL_EXTENSION("c.destination_internal_exten", SortKey.TEXT, true),
    DESTINATION_LINE_ID(ofDestination("line_id"), SortKey.INTEGER, true),
    DESTINATION_NAME("c.destination_name", SortKey.TEXT, true),
    DESTINATION_USER_UUID(ofDestination("user_uuid"), SortKey.UUID, true),
    DURATION("(c.date_end - c.date_answer)", SortKey.INTERVAL, true),
    REQUESTED_CONTEXT("c.requested_context", SortKey.TEXT, true),
    REQUESTED_EXTENSION("c.requested_exten", SortKey.TEXT, true),
    REQUESTED_INTERNAL_CONTEXT("c.requested_internal_context", SortKey.TEXT, true),
    REQUESTED_INTERNAL_EXTENSION("c.requested_internal_exten", SortKey.TEXT, true),
    REQUESTED_NAME("c.requested_name", SortKey.TEXT, true),
    REQUESTED_USER_UUID("""
            (SELECT p.user_uuid FROM call_logd_call_log_participant p
              WHERE p.call_log_id = c.id AND p.requested ORDER BY p.uuid LIMIT 1)""", SortKey.UUID, true),
    SOURCE_EXTENSION("c.source_exten", SortKey.TEXT, true),
    SOURCE_INTERNAL_CONTEXT("c.source_internal_context", SortKey.TEXT, true),
    SOURCE_INTERNAL_EXTENSION("c.source_internal_exten", SortKey.TEXT, true),
    SOURCE_INTERNAL_NAME("c.source_internal_name", SortKey.TEXT, true),
    SOURCE_LINE_ID(ofSource("line_id"), SortKey.INTEGER, true),
    SOURCE_NAME("c.source_name", SortKey.TEXT, true),
    SOURCE_USER_UUID(ofSource("user_uuid"), SortKey.UUID, true),
    TENANT_UUID("c.tenant_uuid", SortKey.UUID, false);

    private static final Map<String, CallOrder> BY_NAME = names();

    private final String expression;
    private final SortKey key;
    private final boolean nullable;

    CallOrder(String expression, SortKey key, boolean nullable) {
        this.expression = expression;
        this.key = key;
        this.nullable = nullable;
    }

    static Map<String, CallOrder> byName() {
        return BY_NAME;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Over {@code call_logd_call_log c}. */
    String expression() {
        return expression;
    }

    SortKey key() {
        return key;
    }

    boolean isNullable() {
        return nullable;
    }

    /** Nulls are the least, as call-logd has them. */
    String orderBy(boolean descending) {
        String direction = descending ? " DESC" : " ASC";
        if (this == ID) {
            return "c.id" + direction;
        }
        // a column that is never null must not say where nulls go: the index on it would not match
        String nulls = !nullable ? "" : descending ? " NULLS LAST" : " NULLS FIRST";
        return expression + direction + nulls + ", c.id" + direction;
    }

    private static String ofSource(String column) {
        return "(SELECT p." + column + " FROM call_logd_call_log_participant p"
                + " WHERE p.call_log_id = c.id AND p.role = 'source' ORDER BY p.uuid LIMIT 1)";
    }

    private static String ofDestination(String column) {
        return "(SELECT p." + column + " FROM call_logd_call_log_participant p"
                + " WHERE p.call_log_id = c.id AND p.role = 'destination'"
                + " ORDER BY p.answered DESC, p.user_uuid DESC LIMIT 1)";
    }

    private static Map<String, CallOrder> names() {
        Map<String, CallOrder> names = new LinkedHashMap<>();
        for (CallOrder order : values()) {
            names.put(order.text(), order);
        }
        return names;
    }
}
