package io.playhead.cdr;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the members of an object of JSON and gathers what is wrong with them, in the contract's words, so that one answer
 * names all. A member that is null counts as absent.
 */
public final class BodyFields {

    /** The longest that call-logd's columns take. */
    private static final int LONGEST = 255;

    /** Of telephone calls; beyond, PostgreSQL and Java do not write times in the same way. */
    private static final Instant EARLIEST = Instant.parse("1876-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final JsonNode object;
    private final ZoneId zone;
    private final Map<String, Object> invalid;
    private final String prefix;

    /** @param zone of times that say none @param object else nothing is there */
    public BodyFields(JsonNode object, ZoneId zone) {
        this(object, zone, new LinkedHashMap<>(), "");
    }

    private BodyFields(JsonNode object, ZoneId zone, Map<String, Object> invalid, String prefix) {
        this.object = object;
        this.zone = zone;
        this.invalid = invalid;
        this.prefix = prefix;
        if (!object.isObject()) {
            invalid.put(prefix.isEmpty() ? "_schema" : prefix.substring(0, prefix.length() - 1), "Invalid input type.");
        }
    }

    /** Those of a member that is an object; of nothing where it is absent. What is wrong with them is known here too. */
    public BodyFields within(String name) {
        JsonNode member = member(name);
        return new BodyFields(
                member == null ? JsonNodeFactory.instance.objectNode() : member, zone, invalid, prefix + name + ".");
    }

    /** Each of a member that is a list of objects. */
    public List<BodyFields> each(String name) {
        List<BodyFields> each = new ArrayList<>();
        JsonNode list = member(name);
        if (list != null && !list.isArray()) {
            wrong(name, "Not a valid list.", "type", "list");
        } else if (list != null) {
            for (JsonNode one : list) {
                each.add(new BodyFields(one, zone, invalid, prefix + name + "." + each.size() + "."));
            }
        }
        return each;
    }

    public boolean has(String name) {
        return member(name) != null;
    }

    private @Nullable JsonNode member(String name) {
        JsonNode member = object.get(name);
        return member == null || member.isNull() ? null : member;
    }

    /** A typing error must not lose what was to be kept. */
    public void onlyOf(Set<String> names) {
        object.propertyNames().forEach(name -> {
            if (!names.contains(name)) {
                wrong(
                        name.length() > LONGEST ? name.substring(0, LONGEST) : name,
                        "Unknown field.",
                        "unknown",
                        "known");
            }
        });
    }

    public void require(String name) {
        if (!has(name)) {
            wrong(name, "Missing data for required field.", "required", "required");
        }
    }

    public @Nullable Instant instant(String name) {
        JsonNode member = member(name);
        if (member == null) {
            return null;
        }
        Optional<Instant> instant =
                member.isString() ? DateTimes.parse(member.asString(), zone) : Optional.<Instant>empty();
        instant = instant.filter(time -> !time.isBefore(EARLIEST) && time.isBefore(LATEST));
        if (instant.isEmpty()) {
            wrong(name, "Not a valid datetime.", "type", "datetime");
        }
        return instant.orElse(null);
    }

    /** At most as long as call-logd's columns. */
    public @Nullable String text(String name) {
        JsonNode member = member(name);
        if (member == null) {
            return null;
        }
        if (!member.isString() || !isText(member.asString())) {
            return wrong(name, "Not a valid string.", "type", "string");
        }
        return member.asString().length() > LONGEST
                ? wrong(name, "Longer than maximum length " + LONGEST + ".", "length", Map.of("max", LONGEST))
                : member.asString();
    }

    /** PostgreSQL has no text with the character 0, and halves of a character are none. */
    private static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** One of a few words. */
    public @Nullable String choice(String name, List<String> choices) {
        String text = text(name);
        return text == null || choices.contains(text)
                ? text
                : wrong(
                        name,
                        "Must be one of: " + String.join(", ", choices) + ".",
                        "enum",
                        Map.of("choices", choices));
    }

    public @Nullable UUID uuid(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        return UUID_FORM.matcher(text).matches()
                ? UUID.fromString(text)
                : wrong(name, "Not a valid UUID.", "type", "uuid");
    }

    /** Not negative, and no greater than PostgreSQL's integer. */
    public @Nullable Integer natural(String name) {
        JsonNode member = member(name);
        if (member == null) {
            return null;
        }
        BigInteger number = member.isIntegralNumber() ? member.bigIntegerValue() : BigInteger.valueOf(-1);
        return number.signum() < 0 || number.bitLength() >= Integer.SIZE
                ? wrong(name, "Not a valid integer.", "type", "integer")
                : Integer.valueOf(number.intValue());
    }

    public boolean flag(String name) {
        JsonNode member = member(name);
        if (member != null && !member.isBoolean()) {
            wrong(name, "Not a valid boolean.", "type", "boolean");
        }
        return member != null && member.booleanValue();
    }

    /** A list of texts, each at most so long. */
    public List<String> texts(String name, int longest) {
        List<String> texts = new ArrayList<>();
        JsonNode list = member(name);
        boolean sound = list == null || list.isArray();
        if (list != null && sound) {
            for (JsonNode one : list) {
                sound &= one.isString() && one.asString().length() <= longest && isText(one.asString());
                texts.add(one.asString(""));
            }
        }
        if (!sound) {
            wrong(name, "Not a valid list of short texts.", "type", "list");
        }
        return texts;
    }

    /** Names and values of a member that is an object; numbers as texts. */
    public Map<String, String> map(String name, Set<String> names) {
        Map<String, String> map = new LinkedHashMap<>();
        if (has(name)) {
            BodyFields fields = within(name);
            fields.onlyOf(names);
            names.forEach(key -> {
                JsonNode value = fields.member(key);
                String text = value != null && value.isInt() ? value.asString() : fields.text(key);
                if (text != null) {
                    map.put(key, text);
                }
            });
        }
        return map;
    }

    /** What else is found wrong with a member. @return null */
    public <T> @Nullable T wrong(String name, String message, String id, Object constraint) {
        invalid.put(prefix + name, List.of(Map.of("message", message, "constraint_id", id, "constraint", constraint)));
        return null;
    }

    /** @throws io.playhead.problem.ProblemException {@code invalid-data}, if anything is wrong with any of them */
    public void check() {
        if (!invalid.isEmpty()) {
            throw CdrProblems.invalidData(Map.copyOf(invalid)).exception();
        }
    }
}
