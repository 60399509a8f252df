package io.playhead.audit;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.Map;

/** What can be wrong with a request for the listen log, in call-logd's words. */
final class AuditProblems {

    private AuditProblems() {}

    /** @param fields what is wrong with each */
    static Problem invalidData(Map<String, ?> fields) {
        return Problem.of(Kind.MALFORMED, "invalid-data", "Sent data is invalid", fields);
    }
}
