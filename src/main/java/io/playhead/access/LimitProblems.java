package io.playhead.access;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Why somebody is asked to come again later. */
final class LimitProblems {

    /** When a stream ends nobody knows: soon enough for a download, seldom enough for the server. */
    private static final int WHEN_A_STREAM_MAY_HAVE_ENDED = 5;

    private LimitProblems() {}

    /** @param whose {@code tenant} or {@code caller} @param most that may be on their way at a time */
    static Problem tooManyStreams(String whose, int most) {
        return Problem.of(
                Kind.OVERLOADED,
                "too-many-streams",
                "Too many streams at a time",
                Map.of("limit", whose, "streams", most, Problem.RETRY_AFTER, WHEN_A_STREAM_MAY_HAVE_ENDED));
    }

    /** @param limit {@code address} or {@code credential} */
    static Problem tooManyFailures(String limit, long nanos) {
        return Problem.of(
                Kind.OVERLOADED,
                "too-many-failed-attempts",
                "Too many attempts with a wrong token or ticket",
                Map.of("limit", limit, Problem.RETRY_AFTER, TimeUnit.NANOSECONDS.toSeconds(nanos) + 1));
    }
}
