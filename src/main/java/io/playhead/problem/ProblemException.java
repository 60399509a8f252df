package io.playhead.problem;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to the edge. Has no stack: where it was made says nothing of the request. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.id(), cause, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
