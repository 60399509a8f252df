package io.playhead.cdr;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a call. Each call has exactly one; the rank is the order in which lists sort by it. */
enum CallStatus {
    UNKNOWN(1, "(c.date_answer IS NULL AND c.reached_voicemail IS NOT TRUE AND c.blocked IS NOT TRUE)"),
    BLOCKED(2, "c.blocked"),
    VOICEMAIL(3, "(c.date_answer IS NULL AND c.reached_voicemail AND c.blocked IS NOT TRUE)"),
    ANSWERED(4, "(c.date_answer IS NOT NULL AND c.blocked IS NOT TRUE)");

    /** Over {@code call_logd_call_log c}. */
    static final String RANK = "CASE WHEN c.blocked THEN 2 WHEN c.date_answer IS NOT NULL THEN 4"
            + " WHEN c.reached_voicemail THEN 3 ELSE 1 END";

    private final int rank;
    private final String condition;

    CallStatus(int rank, String condition) {
        this.rank = rank;
        this.condition = condition;
    }

    static CallStatus of(Call call) {
        if (call.blocked()) {
            return BLOCKED;
        }
        if (call.dateAnswer() != null) {
            return ANSWERED;
        }
        return call.reachedVoicemail() ? VOICEMAIL : UNKNOWN;
    }

    /** Null if there is none of that name. */
    static @Nullable CallStatus named(String name) {
        for (CallStatus status : values()) {
            if (status.text().equals(name)) {
                return status;
            }
        }
        return null;
    }

    int rank() {
        return rank;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Over {@code call_logd_call_log c}. */
    String condition() {
        return condition;
    }
}
