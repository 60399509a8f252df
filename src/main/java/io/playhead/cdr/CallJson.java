package io.playhead.cdr;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows calls in call-logd's JSON: its keys, in its order, nulls included. */
final class CallJson {

    /** UUIDs in the order of their octets: {@link UUID#compareTo} is a signed comparison. */
    private static final Comparator<UUID> OCTETS = Comparator.comparing(UUID::toString);

    private CallJson() {}

    /** As {@link #call}, of the caller's own calls: call-logd shows no tags there. */
    static Map<String, @Nullable Object> mine(Call call, Map<UUID, RecordingState> states) {
        Map<String, @Nullable Object> json = call(call, states);
        json.remove("tags");
        return json;
    }

    /** @param states of recordings; those without one show none */
    static Map<String, @Nullable Object> call(Call call, Map<UUID, RecordingState> states) {
        return call(call, states, ZoneOffset.UTC);
    }

    /** @param zone of the times */
    static Map<String, @Nullable Object> call(Call call, Map<UUID, RecordingState> states, ZoneId zone) {
        Optional<Call.Participant> source = first(call, "source");
        Optional<Call.Participant> destination = destination(call);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", call.id());
        json.put("tenant_uuid", call.tenant());
        json.put("start", DateTimes.print(call.date(), zone));
        json.put("end", time(call.dateEnd(), zone));
        json.put("answered", call.dateAnswer() != null);
        json.put("answer", time(call.dateAnswer(), zone));
        json.put("duration", duration(call.dateAnswer(), call.dateEnd()));
        json.put("call_direction", call.direction());
        json.put("call_status", CallStatus.of(call).text());
        json.put("conversation_id", call.conversationId());
        json.put("destination_details", DestinationDetails.of(call.destination()));
        json.put("destination_extension", call.destinationExten());
        json.put("destination_internal_context", call.destinationInternalContext());
        json.put("destination_internal_extension", call.destinationInternalExten());
        json.put(
                "destination_line_id", destination.map(Call.Participant::lineId).orElse(null));
        json.put("destination_name", call.destinationName());
        json.put(
                "destination_user_uuid",
                destination.map(Call.Participant::userUuid).orElse(null));
        json.put("requested_name", call.requestedName());
        json.put("requested_context", call.requestedContext());
        json.put("requested_extension", call.requestedExten());
        json.put("requested_internal_context", call.requestedInternalContext());
        json.put("requested_internal_extension", call.requestedInternalExten());
        json.put("requested_user_uuid", requested(call));
        json.put("source_extension", call.sourceExten());
        json.put("source_internal_context", call.sourceInternalContext());
        json.put("source_internal_name", call.sourceInternalName());
        json.put("source_internal_extension", call.sourceInternalExten());
        json.put("source_line_id", source.map(Call.Participant::lineId).orElse(null));
        json.put("source_name", call.sourceName());
        json.put("source_user_uuid", source.map(Call.Participant::userUuid).orElse(null));
        json.put("tags", tags(call));
        json.put("recordings", recordings(call, states));
        return json;
    }

    private static List<Map<String, Object>> recordings(Call call, Map<UUID, RecordingState> states) {
        List<Map<String, Object>> recordings = new ArrayList<>();
        for (Recording recording : call.recordings()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("uuid", recording.uuid());
            json.put("start_time", DateTimes.print(recording.start()));
            json.put("end_time", DateTimes.print(recording.end()));
            json.put("deleted", recording.deleted());
            json.put("filename", recording.filename());
            RecordingState state = states.get(recording.uuid());
            if (state != null) {
                json.put("state", state.state());
                json.put("held", state.held());
            }
            recordings.add(json);
        }
        return recordings;
    }

    private static @Nullable String time(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? null : DateTimes.print(instant, zone);
    }

    /** Whole seconds, rounded down, never negative. */
    private static @Nullable Long duration(@Nullable Instant answer, @Nullable Instant end) {
        return answer == null || end == null
                ? null
                : Math.max(0, Duration.between(answer, end).toSeconds());
    }

    private static Optional<Call.Participant> first(Call call, String role) {
        return call.participants().stream()
                .filter(participant -> participant.role().equals(role))
                .findFirst();
    }

    /** Of those called, one who answered before one who did not; then the greatest user. */
    private static Optional<Call.Participant> destination(Call call) {
        return call.participants().stream()
                .filter(participant -> participant.role().equals("destination"))
                .max(Comparator.comparing(Call.Participant::answered)
                        .thenComparing(Call.Participant::userUuid, OCTETS));
    }

    private static @Nullable UUID requested(Call call) {
        return call.participants().stream()
                .filter(Call.Participant::requested)
                .findFirst()
                .map(Call.Participant::userUuid)
                .orElse(null);
    }

    private static TreeSet<String> tags(Call call) {
        TreeSet<String> tags = new TreeSet<>();
        call.participants().forEach(participant -> tags.addAll(participant.tags()));
        return tags;
    }
}
