package io.playhead.service;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.Map;

/** What can be wrong with a request about the service itself, in call-logd's words. */
final class ServiceProblems {

    private ServiceProblems() {}

    static Problem invalidData(Map<String, ?> fields) {
        return Problem.of(Kind.MALFORMED, "invalid-data", "Sent data is invalid", fields);
    }
}
