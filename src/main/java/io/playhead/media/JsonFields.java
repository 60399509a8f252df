package io.playhead.media;

import io.playhead.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The fields of a body, and what can be wrong with them. */
final class JsonFields {

    private JsonFields() {}

    /** @throws ProblemException {@code invalid-data} if it is no object, or has a field that is not known */
    static void known(JsonNode body, Set<String> fields, Set<String> others) {
        if (!body.isObject()) {
            throw wrong("_schema", "Invalid input type.", "type", "object");
        }
        for (String name : body.propertyNames()) {
            if (!fields.contains(name) && !others.contains(name)) {
                throw wrong(name.length() > 64 ? name.substring(0, 64) : name, "Unknown field.", "unknown", "unknown");
            }
        }
    }

    /** In the words of the contract's other fields. */
    static ProblemException wrong(String field, String message, String id, Object constraint) {
        return MediaProblems.badField(
                        field, List.of(Map.of("message", message, "constraint_id", id, "constraint", constraint)))
                .exception();
    }
}
