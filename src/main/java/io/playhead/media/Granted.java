package io.playhead.media;

import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import io.playhead.audit.AuditEntry;
import io.playhead.cdr.RecordedCall;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What tickets are made for.
 *
 * @param recording null for all of the call
 * @param parts the recordings that can be heard by it
 * @param tenant whose it is
 * @param lifetime of a ticket for it, where nothing else is wished
 * @param gone why nothing of it can be played; empty where something may be
 */
record Granted(
        long call, @Nullable UUID recording, List<UUID> parts, UUID tenant, Duration lifetime, Optional<Problem> gone) {

    static Granted of(Recording recording) {
        return new Granted(
                recording.call(),
                recording.uuid(),
                List.of(recording.uuid()),
                recording.tenant(),
                Tickets.lifetime(length(recording)),
                recording.deleted() ? Optional.of(MediaProblems.deleted(recording.uuid())) : Optional.empty());
    }

    /** Of the audio where it is known, else of the time in which it was recorded. */
    private static Duration length(Recording recording) {
        RecordingFacts facts = recording.facts();
        Duration recorded = Duration.between(recording.start(), recording.end());
        if (facts == null) {
            return recorded;
        }
        Long frames = facts.frames();
        Integer hertz = facts.hertz();
        return frames == null || hertz == null ? recorded : Duration.ofSeconds(frames / hertz + 1);
    }

    /** Good from the first start to the last end, gaps and all. */
    static Granted of(RecordedCall call) {
        Recording first = call.recordings().getFirst();
        Instant end = call.recordings().stream()
                .map(Recording::end)
                .reduce(first.end(), (one, other) -> one.isAfter(other) ? one : other);
        boolean gone = call.recordings().stream().allMatch(Recording::deleted);
        return new Granted(
                call.id(),
                null,
                call.uuids(),
                call.tenant(),
                Tickets.lifetime(Duration.between(first.start(), end)),
                gone ? Optional.of(MediaProblems.deleted(first.uuid())) : Optional.empty());
    }

    /** By which tickets name it beside the call. */
    UUID name() {
        return recording == null ? TicketGrant.wholeOf(call) : recording;
    }

    AuditEntry told(AuditEntry entry) {
        return recording == null ? entry.about(call) : entry.about(call, recording);
    }
}
