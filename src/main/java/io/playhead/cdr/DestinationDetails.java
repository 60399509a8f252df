package io.playhead.cdr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a call led to, in call-logd's JSON: {@code type} first, then the keys of that type which are there. */
final class DestinationDetails {

    private static final Map<String, List<String>> KEYS = Map.of(
            "user", List.of("user_uuid", "user_name"),
            "meeting", List.of("meeting_uuid", "meeting_name"),
            "conference", List.of("conference_id"),
            "group", List.of("group_label", "group_id"),
            "voicemail", List.of("voicemail_id", "voicemail_name"));

    private DestinationDetails() {}

    static Map<String, Object> of(Map<String, String> stored) {
        Map<String, Object> details = new LinkedHashMap<>();
        String type = stored.getOrDefault("type", "unknown");
        details.put("type", KEYS.containsKey(type) ? type : "unknown");
        for (String key : KEYS.getOrDefault(type, List.of())) {
            String value = stored.get(key);
            if (value != null) {
                details.put(key, key.endsWith("_id") ? number(value) : value);
            }
        }
        return details;
    }

    /** Numbers are stored as text. What is none is shown as it is. */
    private static Object number(String value) {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException none) {
            return value;
        }
    }
}
