package io.playhead.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param at in microseconds, as PostgreSQL has it
 * @param tenant whose recording or other thing it is about; null where there is none
 * @param outcome a word: how it went
 * @param details what else there is to say of such an action, as values of JSON; never a token or a ticket
 */
public record AuditEntry(
        Instant at,
        Action action,
        @Nullable UUID tenant,
        Actor actor,
        @Nullable Long call,
        @Nullable UUID recording,
        String outcome,
        Map<String, ?> details) {

    public AuditEntry {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    public static AuditEntry of(Instant at, Action action, @Nullable UUID tenant, Actor actor) {
        return new AuditEntry(at, action, tenant, actor, null, null, "done", Map.of());
    }

    public AuditEntry about(long aboutCall, UUID aboutRecording) {
        return new AuditEntry(at, action, tenant, actor, aboutCall, aboutRecording, outcome, details);
    }

    /** About all of a call. */
    public AuditEntry about(long aboutCall) {
        return new AuditEntry(at, action, tenant, actor, aboutCall, null, outcome, details);
    }

    public AuditEntry outcome(String word) {
        return new AuditEntry(at, action, tenant, actor, call, recording, word, details);
    }

    /** @param value null adds nothing */
    public AuditEntry with(String key, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new AuditEntry(at, action, tenant, actor, call, recording, outcome, more);
    }
}
