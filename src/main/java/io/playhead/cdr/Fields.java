package io.playhead.cdr;

import io.playhead.http.Query;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads query parameters as call-logd does and gathers what is wrong with them, so that one answer names all. A type
 * error is an object, a broken constraint a list of objects.
 */
final class Fields {

    private static final Pattern INTEGER = Pattern.compile(" *[+-]?[0-9]+(_[0-9]+)* *");
    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final List<String> TRUE =
            List.of("t", "T", "true", "True", "TRUE", "on", "On", "ON", "y", "Y", "yes", "Yes", "YES", "1");
    private static final List<String> FALSE =
            List.of("f", "F", "false", "False", "FALSE", "off", "Off", "OFF", "n", "N", "no", "No", "NO", "0");

    private final Query query;
    private final Map<String, Object> invalid = new LinkedHashMap<>();

    Fields(Query query) {
        this.query = query;
    }

    @Nullable
    Instant instant(String name) {
        String value = query.first(name);
        if (value == null) {
            return null;
        }
        return DateTimes.parse(value).orElseGet(() -> {
            invalid.put(name, error("Not a valid datetime", "type", "datetime"));
            return null;
        });
    }

    long natural(String name, long otherwise) {
        String value = query.first(name);
        if (value == null) {
            return otherwise;
        }
        // no number that fits is longer; more digits would only cost time
        if (value.length() > 64 || !INTEGER.matcher(value).matches()) {
            invalid.put(name, error("Not a valid integer.", "type", "integer"));
            return otherwise;
        }
        BigInteger number = new BigInteger(value.strip().replace("_", "").replaceFirst("^\\+", ""));
        if (number.signum() < 0) {
            invalid.put(name, List.of(error("Must be greater than or equal to 0.", "range", Map.of("min", 0))));
            return otherwise;
        }
        if (number.compareTo(LONGEST) > 0) {
            invalid.put(
                    name,
                    List.of(error(
                            "Must be less than or equal to " + LONGEST + ".",
                            "range",
                            Map.of("min", 0, "max", LONGEST))));
            return otherwise;
        }
        return number.longValue();
    }

    boolean flag(String name, boolean otherwise) {
        String value = query.first(name);
        if (value == null) {
            return otherwise;
        }
        if (!TRUE.contains(value) && !FALSE.contains(value)) {
            invalid.put(name, error("Not a valid boolean.", "type", "boolean"));
        }
        return TRUE.contains(value);
    }

    <T> T choice(String name, Map<String, T> choices, T otherwise) {
        String value = query.first(name);
        if (value == null) {
            return otherwise;
        }
        T chosen = choices.get(value);
        if (chosen == null) {
            List<String> names = choices.keySet().stream().sorted().toList();
            invalid.put(
                    name,
                    List.of(error(
                            "Must be one of: " + String.join(", ", names) + ".", "enum", Map.of("choices", names))));
            return otherwise;
        }
        return chosen;
    }

    void refuseInvalid() {
        if (!invalid.isEmpty()) {
            throw CdrProblems.invalidData(invalid).exception();
        }
    }

    private static Map<String, Object> error(String message, String id, Object constraint) {
        return Map.of("message", message, "constraint_id", id, "constraint", constraint);
    }
}
