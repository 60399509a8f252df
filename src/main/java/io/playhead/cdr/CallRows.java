package io.playhead.cdr;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows of {@link CallSql} into calls. */
final class CallRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    private CallRows() {}

    static Call call(Readable row) {
        int id = Objects.requireNonNull(row.get("id", Integer.class));
        UUID tenant = Objects.requireNonNull(row.get("tenant_uuid", UUID.class));
        return new Call(
                id,
                tenant,
                Objects.requireNonNull(instant(row, "date")),
                instant(row, "date_answer"),
                instant(row, "date_end"),
                text(row, "source_name"),
                text(row, "source_exten"),
                text(row, "source_internal_exten"),
                text(row, "source_internal_context"),
                text(row, "source_internal_name"),
                text(row, "requested_name"),
                text(row, "requested_exten"),
                text(row, "requested_context"),
                text(row, "requested_internal_exten"),
                text(row, "requested_internal_context"),
                text(row, "destination_name"),
                text(row, "destination_exten"),
                text(row, "destination_internal_exten"),
                text(row, "destination_internal_context"),
                text(row, "direction"),
                text(row, "conversation_id"),
                Boolean.TRUE.equals(row.get("blocked", Boolean.class)),
                Boolean.TRUE.equals(row.get("reached_voicemail", Boolean.class)),
                destination(row),
                participants(row),
                recordings(row, id, tenant));
    }

    static @Nullable Instant instant(Readable row, String column) {
        OffsetDateTime value = row.get(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable String text(Readable row, String column) {
        return row.get(column, String.class);
    }

    private static Map<String, String> destination(Readable row) {
        Map<String, String> destination = new LinkedHashMap<>();
        json(row, "destination").forEachEntry((key, value) -> destination.put(key, value.asString()));
        return destination;
    }

    private static List<Call.Participant> participants(Readable row) {
        List<Call.Participant> participants = new ArrayList<>();
        for (JsonNode participant : json(row, "participants")) {
            List<String> tags = new ArrayList<>();
            participant.path("tags").forEach(tag -> tags.add(tag.asString()));
            participants.add(new Call.Participant(
                    UUID.fromString(participant.path("user_uuid").asString()),
                    participant.path("line_id").isNull()
                            ? null
                            : participant.path("line_id").asInt(),
                    participant.path("role").asString(),
                    tags,
                    participant.path("answered").asBoolean(),
                    participant.path("requested").asBoolean()));
        }
        return participants;
    }

    private static List<Recording> recordings(Readable row, int call, UUID tenant) {
        List<Recording> recordings = new ArrayList<>();
        for (JsonNode recording : json(row, "recordings")) {
            recordings.add(new Recording(
                    UUID.fromString(recording.path("uuid").asString()),
                    call,
                    tenant,
                    OffsetDateTime.parse(recording.path("start").asString()).toInstant(),
                    OffsetDateTime.parse(recording.path("end").asString()).toInstant(),
                    recording.path("path").isNull()
                            ? null
                            : recording.path("path").asString(),
                    null));
        }
        return recordings;
    }

    private static JsonNode json(Readable row, String column) {
        String text = row.get(column, String.class);
        return text == null ? JSON.missingNode() : JSON.readTree(text);
    }
}
