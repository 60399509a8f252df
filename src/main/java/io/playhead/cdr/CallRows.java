package io.playhead.cdr;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows of {@link CallSql} into calls: column after column, in its order, since to look each up by name costs. */
final class CallRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Readable row;
    private int column;

    private CallRows(Readable row) {
        this.row = row;
    }

    static Call call(Readable row) {
        return new CallRows(row).call();
    }

    private Call call() {
        int id = Objects.requireNonNull(row.get(column++, Integer.class));
        UUID tenant = Objects.requireNonNull(row.get(column++, UUID.class));
        return new Call(
                id,
                tenant,
                Objects.requireNonNull(time()),
                time(),
                time(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                flag(),
                flag(),
                destination(json()),
                participants(json()),
                recordings(json(), id, tenant));
    }

    static @Nullable Instant instant(Readable row, String column) {
        OffsetDateTime value = row.get(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private @Nullable Instant time() {
        OffsetDateTime value = row.get(column++, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private @Nullable String text() {
        return row.get(column++, String.class);
    }

    private boolean flag() {
        return Boolean.TRUE.equals(row.get(column++, Boolean.class));
    }

    private JsonNode json() {
        String text = text();
        return text == null ? JSON.missingNode() : JSON.readTree(text);
    }

    private static Map<String, String> destination(JsonNode details) {
        Map<String, String> destination = new LinkedHashMap<>();
        details.forEachEntry((key, value) -> destination.put(key, value.asString()));
        return destination;
    }

    private static List<Call.Participant> participants(JsonNode all) {
        List<Call.Participant> participants = new ArrayList<>();
        for (JsonNode participant : all) {
            List<String> tags = new ArrayList<>();
            participant.get(5).forEach(tag -> tags.add(tag.asString()));
            participants.add(new Call.Participant(
                    UUID.fromString(participant.get(0).asString()),
                    participant.get(1).isNull() ? null : participant.get(1).asInt(),
                    participant.get(2).asBoolean() ? "source" : "destination",
                    tags,
                    participant.get(3).asBoolean(),
                    participant.get(4).asBoolean()));
        }
        return participants;
    }

    private static List<Recording> recordings(JsonNode all, int call, UUID tenant) {
        List<Recording> recordings = new ArrayList<>();
        for (JsonNode recording : all) {
            recordings.add(new Recording(
                    UUID.fromString(recording.get(0).asString()),
                    call,
                    tenant,
                    micros(recording.get(1)),
                    micros(recording.get(2)),
                    recording.get(3).isNull() ? null : recording.get(3).asString(),
                    null));
        }
        return recordings;
    }

    private static Instant micros(JsonNode since1970) {
        return Instant.EPOCH.plus(since1970.asLong(), ChronoUnit.MICROS);
    }
}
