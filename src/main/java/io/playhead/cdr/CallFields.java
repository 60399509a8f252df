package io.playhead.cdr;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is shown of a call beside its recordings, under call-logd's names and in its order. */
final class CallFields {

    static final String TAGS = "tags";

    static final List<String> NAMES = List.of(
            "id",
            "tenant_uuid",
            "start",
            "end",
            "answered",
            "answer",
            "duration",
            "call_direction",
            "call_status",
            "conversation_id",
            "destination_details",
            "destination_extension",
            "destination_internal_context",
            "destination_internal_extension",
            "destination_line_id",
            "destination_name",
            "destination_user_uuid",
            "requested_name",
            "requested_context",
            "requested_extension",
            "requested_internal_context",
            "requested_internal_extension",
            "requested_user_uuid",
            "source_extension",
            "source_internal_context",
            "source_internal_name",
            "source_internal_extension",
            "source_line_id",
            "source_name",
            "source_user_uuid",
            TAGS);

    /** UUIDs in the order of their octets: {@link UUID#compareTo} is a signed comparison. */
    private static final Comparator<UUID> OCTETS = Comparator.comparing(UUID::toString);

    private CallFields() {}

    /**
     * A value for each name: a text, number, flag or UUID, or null; {@code destination_details} is a map of texts and
     * numbers, and the tags are a sorted set.
     *
     * @param zone of the times
     */
    static List<@Nullable Object> of(Call call, ZoneId zone) {
        Call.@Nullable Participant source = source(call);
        Call.@Nullable Participant destination = destination(call);
        return Arrays.asList(
                call.id(),
                call.tenant(),
                DateTimes.print(call.date(), zone),
                time(call.dateEnd(), zone),
                call.dateAnswer() != null,
                time(call.dateAnswer(), zone),
                duration(call.dateAnswer(), call.dateEnd()),
                call.direction(),
                CallStatus.of(call).text(),
                call.conversationId(),
                DestinationDetails.of(call.destination()),
                call.destinationExten(),
                call.destinationInternalContext(),
                call.destinationInternalExten(),
                destination == null ? null : destination.lineId(),
                call.destinationName(),
                destination == null ? null : destination.userUuid(),
                call.requestedName(),
                call.requestedContext(),
                call.requestedExten(),
                call.requestedInternalContext(),
                call.requestedInternalExten(),
                requested(call),
                call.sourceExten(),
                call.sourceInternalContext(),
                call.sourceInternalName(),
                call.sourceInternalExten(),
                source == null ? null : source.lineId(),
                call.sourceName(),
                source == null ? null : source.userUuid(),
                tags(call));
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

    private static Call.@Nullable Participant source(Call call) {
        for (Call.Participant participant : call.participants()) {
            if (participant.role().equals("source")) {
                return participant;
            }
        }
        return null;
    }

    /** Of those called, one who answered before one who did not; then the greatest user. */
    private static Call.@Nullable Participant destination(Call call) {
        Call.Participant shown = null;
        for (Call.Participant participant : call.participants()) {
            if (participant.role().equals("destination") && (shown == null || isBefore(participant, shown))) {
                shown = participant;
            }
        }
        return shown;
    }

    private static boolean isBefore(Call.Participant one, Call.Participant other) {
        return one.answered() == other.answered()
                ? OCTETS.compare(one.userUuid(), other.userUuid()) > 0
                : one.answered();
    }

    private static @Nullable UUID requested(Call call) {
        for (Call.Participant participant : call.participants()) {
            if (participant.requested()) {
                return participant.userUuid();
            }
        }
        return null;
    }

    private static SortedSet<String> tags(Call call) {
        SortedSet<String> tags = new TreeSet<>();
        call.participants().forEach(participant -> tags.addAll(participant.tags()));
        return tags;
    }
}
