package io.playhead.audit;

import io.playhead.http.ApiPath;
import io.playhead.http.Query;
import io.playhead.http.Truth;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which entries, the newest first.
 *
 * @param from in it, and until before it
 * @param user who acted, or made the ticket by which it was done
 * @param actions none means all
 * @param after the last entry of the page before
 * @param limit at most so many; null if none is given
 * @param recurse whether the tenants below are looked through too
 */
record AuditQuery(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable UUID recording,
        @Nullable UUID user,
        List<Action> actions,
        @Nullable UUID after,
        @Nullable Integer limit,
        boolean recurse) {

    static final int DEFAULT_LIMIT = 100;
    static final int MOST = 1000;

    /** @throws io.playhead.problem.ProblemException {@code invalid-data}, with every bad parameter */
    static AuditQuery of(Query query) {
        Reader reader = new Reader(query);
        AuditQuery read = new AuditQuery(
                reader.time("from"),
                reader.time("until"),
                reader.uuid("recording_uuid"),
                reader.uuid("user_uuid"),
                reader.actions("action"),
                reader.uuid("after"),
                reader.limit("limit"),
                reader.flag("recurse"));
        reader.refuseInvalid();
        return read;
    }

    /** Of one recording, who listened. @throws io.playhead.problem.ProblemException as {@link #of} */
    static AuditQuery ofListens(UUID recording, Query query) {
        Reader reader = new Reader(query);
        AuditQuery read = new AuditQuery(
                reader.time("from"),
                reader.time("until"),
                recording,
                reader.uuid("user_uuid"),
                List.of(Action.LISTEN_STARTED, Action.LISTEN_ENDED),
                reader.uuid("after"),
                reader.limit("limit"),
                true);
        reader.refuseInvalid();
        return read;
    }

    int page() {
        return limit == null ? DEFAULT_LIMIT : limit;
    }

    /** Reads parameters and gathers what is wrong with them, so that one answer names all. */
    private static final class Reader {

        private final Query query;
        private final Map<String, Object> invalid = new LinkedHashMap<>();

        private Reader(Query query) {
            this.query = query;
        }

        private <T> @Nullable T read(
                String name, Function<String, Optional<T>> parse, String message, String id, Object constraint) {
            String value = query.first(name);
            if (value == null || name.equals("after") && value.isEmpty()) {
                return null;
            }
            Optional<T> parsed = parse.apply(value);
            if (parsed.isEmpty()) {
                invalid.put(name, Map.of("message", message, "constraint_id", id, "constraint", constraint));
            }
            return parsed.orElse(null);
        }

        @Nullable
        Instant time(String name) {
            return read(name, AuditQuery::time, "Not a valid datetime", "type", "datetime");
        }

        @Nullable
        UUID uuid(String name) {
            return read(
                    name,
                    text -> text.matches(ApiPath.UUID) ? Optional.of(UUID.fromString(text)) : Optional.empty(),
                    "Not a valid UUID.",
                    "type",
                    "uuid");
        }

        @Nullable
        Integer limit(String name) {
            return read(
                    name,
                    text -> text.matches("[0-9]{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST
                            ? Optional.of(Integer.parseInt(text))
                            : Optional.empty(),
                    "Must be from 1 to " + MOST + ".",
                    "range",
                    Map.of("min", 1, "max", MOST));
        }

        boolean flag(String name) {
            return Boolean.TRUE.equals(
                    read(name, text -> Optional.ofNullable(Truth.of(text)), "Not a valid boolean.", "type", "boolean"));
        }

        /** Several stand between commas. */
        List<Action> actions(String name) {
            List<String> known = Action.byText().keySet().stream().sorted().toList();
            List<Action> actions = read(
                    name,
                    AuditQuery::actions,
                    "Must be one of: " + String.join(", ", known) + ".",
                    "enum",
                    Map.of("choices", known));
            return actions == null ? List.of() : actions;
        }

        void refuseInvalid() {
            if (!invalid.isEmpty()) {
                throw AuditProblems.invalidData(invalid).exception();
            }
        }
    }

    private static Optional<List<Action>> actions(String text) {
        List<Action> actions = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            Optional<Action> action = Action.of(word);
            if (action.isEmpty()) {
                return Optional.empty();
            }
            actions.add(action.get());
        }
        return Optional.of(actions);
    }

    /** ISO 8601; without an offset it is in UTC. */
    private static Optional<Instant> time(String text) {
        String iso = text.replace(' ', 'T');
        try {
            Instant time = iso.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            // what PostgreSQL and a UUID can hold
            return time.isAfter(Instant.EPOCH.minusSeconds(1)) && time.getEpochSecond() < 1L << 37
                    ? Optional.of(time)
                    : Optional.empty();
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }
}
