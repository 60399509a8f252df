package io.playhead.identity;

import io.playhead.access.CanonicalUuid;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a body, and refuses what they cannot be. Unknown ones do not matter. */
final class Fields {

    private final JsonNode body;

    private Fields(JsonNode body) {
        this.body = body;
    }

    static Fields of(JsonNode body) {
        if (!body.isObject()) {
            throw IdentityProblems.invalid("_schema", "Invalid input type.").exception();
        }
        return new Fields(body);
    }

    /** @param longest in characters */
    String text(String name, int longest) {
        String text = optionalText(name, longest);
        if (text == null) {
            throw IdentityProblems.invalid(name, "Missing data for required field.")
                    .exception();
        }
        return text;
    }

    /** Null where it is missing or null. */
    @Nullable
    String optionalText(String name, int longest) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return text(name, value, longest);
    }

    private static String text(String name, JsonNode value, int longest) {
        if (!value.isString()) {
            throw IdentityProblems.invalid(name, "Not a valid string.").exception();
        }
        String text = value.asString();
        if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw IdentityProblems.invalid(name, "Length must be between 1 and " + longest + ".")
                    .exception();
        }
        return text;
    }

    /** Empty where it is missing. */
    List<String> texts(String name, int most, int longest) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw IdentityProblems.invalid(name, "Not a valid list of at most " + most + ".")
                    .exception();
        }
        return value.valueStream().map(element -> text(name, element, longest)).toList();
    }

    @Nullable
    UUID optionalUuid(String name) {
        String text = optionalText(name, 36);
        if (text == null) {
            return null;
        }
        UUID uuid = CanonicalUuid.parse(text);
        if (uuid == null) {
            throw IdentityProblems.invalid(name, "Not a valid UUID.").exception();
        }
        return uuid;
    }

    int positive(String name, int unset, int most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return unset;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > most) {
            throw IdentityProblems.invalid(name, "Must be between 1 and " + most + ".")
                    .exception();
        }
        return value.intValue();
    }
}
