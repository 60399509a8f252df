package io.playhead.cdr;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call detail record with all that hangs on it; the columns are those of {@code call_logd_call_log}.
 *
 * @param destination the key and value rows of {@code call_logd_call_log_destination}
 * @param participants in the order of their uuids
 * @param recordings in the order in which they started
 */
record Call(
        int id,
        UUID tenant,
        Instant date,
        @Nullable Instant dateAnswer,
        @Nullable Instant dateEnd,
        @Nullable String sourceName,
        @Nullable String sourceExten,
        @Nullable String sourceInternalExten,
        @Nullable String sourceInternalContext,
        @Nullable String sourceInternalName,
        @Nullable String requestedName,
        @Nullable String requestedExten,
        @Nullable String requestedContext,
        @Nullable String requestedInternalExten,
        @Nullable String requestedInternalContext,
        @Nullable String destinationName,
        @Nullable String destinationExten,
        @Nullable String destinationInternalExten,
        @Nullable String destinationInternalContext,
        @Nullable String direction,
        @Nullable String conversationId,
        boolean blocked,
        boolean reachedVoicemail,
        Map<String, String> destination,
        List<Participant> participants,
        List<Recording> recordings) {

    /** @param role {@code source} or {@code destination} */
    record Participant(
            UUID userUuid,
            @Nullable Integer lineId,
            String role,
            List<String> tags,
            boolean answered,
            boolean requested) {}
}
