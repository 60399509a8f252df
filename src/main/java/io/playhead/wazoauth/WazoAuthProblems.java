package io.playhead.wazoauth;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.Map;

/** What only a wazo-auth can be asked, in the contract's words. */
final class WazoAuthProblems {

    private WazoAuthProblems() {}

    /** Nobody has told yet which tenant is the master. */
    static Problem notInitialized() {
        return Problem.of(Kind.UNAVAILABLE, "not-initialized", "wazo-call-logd is not initialized", Map.of());
    }
}
