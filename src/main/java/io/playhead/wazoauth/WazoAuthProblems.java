package io.playhead.wazoauth;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why nobody can tell who calls, in the contract's words. */
final class WazoAuthProblems {

    private WazoAuthProblems() {}

    /** @param why never with a token or an address in it */
    static Problem unreachable(String host, int port, String why) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("auth_server_host", host);
        details.put("auth_server_port", port);
        details.put("original_error", why);
        return Problem.of(
                Kind.UNAVAILABLE, "authentication-server-unreachable", "Authentication server unreachable", details);
    }

    /** Nobody has told yet which tenant is the master. */
    static Problem notInitialized() {
        return Problem.of(Kind.UNAVAILABLE, "not-initialized", "wazo-call-logd is not initialized", Map.of());
    }
}
