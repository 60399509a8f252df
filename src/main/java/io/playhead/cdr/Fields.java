package io.playhead.cdr;

import io.playhead.http.ApiPath;
import io.playhead.http.Query;
import io.playhead.http.Truth;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads query parameters as call-logd does and gathers what is wrong with them, so that one answer names all. A type
 * error is an object, a broken constraint a list of objects.
 */
final class Fields {

    private static final Pattern INTEGER = Pattern.compile(" *[+-]?[0-9]+(_[0-9]+)* *");
    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Query query;
    private final ZoneId zone;
    private final Map<String, Object> invalid = new LinkedHashMap<>();

    /** @param zone of times that say none */
    Fields(Query query, ZoneId zone) {
        this.query = query;
        this.zone = zone;
    }

    @Nullable
    Instant instant(String name) {
        String value = query.first(name);
        if (value == null) {
            return null;
        }
        return DateTimes.parse(value, zone).orElseGet(() -> {
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

    /** Null if it is not given. */
    @Nullable
    Boolean flag(String name) {
        return query.first(name) == null ? null : flag(name, false);
    }

    boolean flag(String name, boolean otherwise) {
        String value = query.first(name);
        if (value == null) {
            return otherwise;
        }
        Boolean truth = Truth.of(value);
        if (truth == null) {
            invalid.put(name, error("Not a valid boolean.", "type", "boolean"));
        }
        return Boolean.TRUE.equals(truth);
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

    /** One of a few words, which stand for themselves; null if it is not given. */
    @Nullable
    String word(String name, List<String> words) {
        return query.first(name) == null
                ? null
                : choice(name, words.stream().collect(Collectors.toMap(word -> word, word -> word)), words.getFirst());
    }

    /** The one choice that call-logd refuses as a type. */
    @Nullable
    CallStatus status(String name) {
        String value = query.first(name);
        CallStatus status = value == null ? null : CallStatus.named(value);
        if (value != null && status == null) {
            invalid.put(name, error("Must be one of: answered, blocked, voicemail, unknown.", "type", "enum"));
        }
        return status;
    }

    /** Null if it is not given. PostgreSQL has no text with the character 0. */
    @Nullable
    String text(String name) {
        String value = query.first(name);
        if (value != null && value.indexOf('\0') >= 0) {
            invalid.put(name, error("Not a valid string.", "type", "string"));
            return null;
        }
        return value;
    }

    @Nullable
    String matching(String name, String pattern, String message) {
        String value = query.first(name);
        if (value != null && !value.matches(pattern)) {
            invalid.put(name, List.of(error(message, "regex", pattern)));
            return null;
        }
        return value;
    }

    /** Text of at least one character. */
    @Nullable
    String lengthOf(String name, int longest) {
        String value = text(name);
        if (value != null && (value.isEmpty() || value.codePointCount(0, value.length()) > longest)) {
            invalid.put(
                    name,
                    List.of(error(
                            "Length must be between 1 and " + longest + ".",
                            "length",
                            Map.of("min", 1, "max", longest))));
            return null;
        }
        return value;
    }

    /** What stands between commas, nothing among it; empty if it is not given. */
    List<String> texts(String name) {
        String value = text(name);
        if (value == null) {
            return List.of();
        }
        if (value.isEmpty()) {
            invalid.put(name, error("Not a valid list.", "type", "list"));
            return List.of();
        }
        return List.of(value.split(",", -1));
    }

    List<UUID> uuids(String name) {
        List<UUID> uuids = new ArrayList<>();
        Map<String, Object> wrong = new LinkedHashMap<>();
        List<String> texts = texts(name);
        for (int index = 0; index < texts.size(); index++) {
            String text = texts.get(index);
            if (text.matches(ApiPath.UUID)) {
                uuids.add(UUID.fromString(text));
            } else {
                wrong.put(Integer.toString(index), error("Not a valid UUID.", "type", "uuid"));
            }
        }
        if (!wrong.isEmpty()) {
            invalid.put(name, wrong);
        }
        return uuids;
    }

    /** A place in the order of the list; empty text is the place before the first. */
    Optional<CallCursor> cursor(String name, CallOrder order, boolean descending) {
        String value = query.first(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        Optional<CallCursor> cursor =
                CallCursor.parse(value).filter(place -> place.order() == order && place.descending() == descending);
        if (cursor.isEmpty()) {
            invalid.put(name, error("Not a cursor of this list.", "type", "cursor"));
        }
        return cursor;
    }

    ZoneId zone(String name) {
        String value = query.first(name);
        if (value == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(value);
        } catch (DateTimeException unknown) {
            invalid.put(name, error("Not a valid time zone.", "type", "timezone"));
            return ZoneOffset.UTC;
        }
    }

    /** The zone of {@code ?tz=} where nothing else is read. */
    static ZoneId zone(Query query) {
        Fields fields = new Fields(query, ZoneOffset.UTC);
        ZoneId zone = fields.zone("tz");
        fields.refuseInvalid();
        return zone;
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
