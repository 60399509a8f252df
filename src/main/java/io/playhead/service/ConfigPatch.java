package io.playhead.service;

import io.playhead.http.Truth;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code PATCH /config}: a list of replacements (RFC 6902 §4.3), of {@code /debug} alone.
 *
 * @param debug empty if the list is
 */
record ConfigPatch(Optional<Boolean> debug) {

    private static final Map<String, String> EXPECTED = expected();
    private static final String VALUE = "value";
    private static final Set<String> FIELDS = Set.of("op", "path", VALUE);
    private static final Map<String, Object> NO_SCHEMA = Map.of("_schema", List.of("Invalid input type."));

    /** @throws io.playhead.problem.ProblemException {@code invalid-data}, with all that is wrong, by index and field */
    static ConfigPatch of(JsonNode body) {
        if (!body.isArray()) {
            throw ServiceProblems.invalidData(NO_SCHEMA).exception();
        }
        Map<String, Object> wrong = new LinkedHashMap<>();
        Boolean debug = null;
        int index = 0;
        for (JsonNode item : body) {
            Map<String, Object> errors = errors(item);
            if (!errors.isEmpty()) {
                wrong.put(Integer.toString(index), errors);
            }
            debug = truth(item.path(VALUE));
            index++;
        }
        if (!wrong.isEmpty()) {
            throw ServiceProblems.invalidData(wrong).exception();
        }
        return new ConfigPatch(Optional.ofNullable(debug));
    }

    private static Map<String, Object> errors(JsonNode item) {
        if (!item.isObject()) {
            return NO_SCHEMA;
        }
        Map<String, Object> errors = new LinkedHashMap<>();
        EXPECTED.forEach((field, only) -> {
            JsonNode given = item.get(field);
            if (given == null || given.isNull()) {
                errors.put(field, absent(given));
            } else if (!given.isString()) {
                errors.put(field, error("Not a valid string.", "type", "string"));
            } else if (!given.asString().equals(only)) {
                errors.put(field, List.of("Must be equal to " + only + "."));
            }
        });
        JsonNode value = item.get(VALUE);
        if (value == null || value.isNull()) {
            errors.put(VALUE, absent(value));
        } else if (truth(value) == null) {
            errors.put(VALUE, error("Not a valid boolean.", "type", "boolean"));
        }
        item.propertyNames().stream()
                .filter(name -> !FIELDS.contains(name))
                .forEach(name -> errors.put(name, List.of("Unknown field.")));
        return errors;
    }

    /** Null if it is neither true nor false. */
    private static @Nullable Boolean truth(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return number.signum() == 0 ? Boolean.FALSE : number.compareTo(BigDecimal.ONE) == 0 ? Boolean.TRUE : null;
        }
        return value.isString() ? Truth.of(value.asString()) : null;
    }

    private static Map<String, Object> absent(@Nullable JsonNode given) {
        return given == null
                ? error("Missing data for required field.", "required", "required")
                : error("Field may not be null.", "not_null", "not_null");
    }

    private static Map<String, Object> error(String message, String id, String constraint) {
        return Map.of("message", message, "constraint_id", id, "constraint", constraint);
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("op", "replace");
        expected.put("path", "/debug");
        return expected;
    }
}
