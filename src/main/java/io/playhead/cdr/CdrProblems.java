package io.playhead.cdr;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;

/** What can be wrong with a request for calls or recordings, in call-logd's words. */
public final class CdrProblems {

    private CdrProblems() {}

    public static Problem invalidData(Map<String, ?> fields) {
        return Problem.of(Kind.MALFORMED, "invalid-data", "Sent data is invalid", fields);
    }

    public static Problem callNotFound(BigInteger call) {
        return Problem.of(
                Kind.NOT_FOUND, "cdr-not-found-with-given-id", "No CDR found matching this ID", Map.of("cdr_id", call));
    }

    /** The call is there and nothing of it was recorded. */
    public static Problem callNotRecorded(BigInteger call) {
        return Problem.of(Kind.NOT_FOUND, "recording-not-found", "No recording found", Map.of("cdr_id", call));
    }

    public static Problem recordingNotFound(UUID recording) {
        return Problem.of(
                Kind.NOT_FOUND, "recording-not-found", "No recording found", Map.of("recording_uuid", recording));
    }
}
