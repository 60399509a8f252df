package io.playhead.cdr;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What calls can be sorted by: the public name, and the expression over {@code call_logd_call_log c}. */
enum CallOrder {
    START("c.date"),
    ID("c.id"),
    ANSWER("c.date_answer"),
    ANSWERED("c.date_answer"),
    DURATION("c.date_end - c.date_answer"),
    CALL_DIRECTION("c.direction"),
    CONVERSATION_ID("c.conversation_id"),
    DESTINATION_EXTENSION("c.destination_exten"),
    DESTINATION_NAME("c.destination_name"),
    SOURCE_EXTENSION("c.source_exten"),
    SOURCE_NAME("c.source_name"),
    REQUESTED_EXTENSION("c.requested_exten"),
    REQUESTED_NAME("c.requested_name"),
    TENANT_UUID("c.tenant_uuid");

    private static final Map<String, CallOrder> BY_NAME = names();

    private final String expression;

    CallOrder(String expression) {
        this.expression = expression;
    }

    static Map<String, CallOrder> byName() {
        return BY_NAME;
    }

    /** Nulls are the least, as call-logd has them. */
    String orderBy(boolean descending) {
        String direction = descending ? " DESC" : " ASC";
        if (this == ID) {
            return "c.id" + direction;
        }
        // a column that is never null must not say where nulls go: the index on it would not match
        String nulls = this == START || this == TENANT_UUID ? "" : descending ? " NULLS LAST" : " NULLS FIRST";
        return expression + direction + nulls + ", c.id" + direction;
    }

    private static Map<String, CallOrder> names() {
        Map<String, CallOrder> names = new LinkedHashMap<>();
        for (CallOrder order : values()) {
            names.put(order.name().toLowerCase(Locale.ROOT), order);
        }
        return names;
    }
}
