package io.playhead.problem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request cannot be answered.
 *
 * @param status the kind's, unless a contract insists on its own
 * @param id stable, in the manual's table
 * @param message one sentence for people, in the words of the contract where it has some
 * @param details values a client may show: never a folder, a token in full or a stack
 */
public record Problem(Kind kind, int status, String id, String message, Map<String, ?> details) {

    /** Of details: whole seconds after which the request may be tried again, if it is known. */
    public static final String RETRY_AFTER = "retry_after";

    public static Problem of(Kind kind, String id, String message, Map<String, ?> details) {
        return new Problem(kind, kind.status(), id, message, details);
    }

    public Problem withStatus(int other) {
        return new Problem(kind, other, id, message, details);
    }

    /** The same with one more detail. */
    public Problem with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new Problem(kind, status, id, message, more);
    }

    /** To be thrown, or given to {@code Mono.error}. */
    public ProblemException exception() {
        return new ProblemException(this, null);
    }

    /** @param cause for the log alone */
    public ProblemException exception(Throwable cause) {
        return new ProblemException(this, cause);
    }
}
