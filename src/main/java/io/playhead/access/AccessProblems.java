package io.playhead.access;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a caller is turned away, in the contract's words. Nobody is ever told 403. */
public final class AccessProblems {

    static final String UNAUTHORIZED = "unauthorized";
    static final String UNAUTHORIZED_TENANT = "unauthorized-tenant";
    static final String NO_PBX_USER = "token-with-user-uuid-required";

    static final String NOT_FOUND_OR_EXPIRED = "not_found_or_expired";
    static final String MISSING_PERMISSION = "missing_permission_or_invalid_tenant";
    public static final String INVALID_TICKET = "invalid_ticket";
    static final String TICKET_EXPIRED = "ticket_expired";

    private AccessProblems() {}

    /** No token, an unknown or an expired one. */
    public static Problem unknownToken(Credential credential, String requiredAcl) {
        Map<String, @Nullable Object> details = tokenDetails(credential, NOT_FOUND_OR_EXPIRED);
        details.put("required_access", requiredAcl);
        return unauthorized(details);
    }

    /** A token that was good a moment ago, or whose details are refused. */
    public static Problem lostToken(Credential credential) {
        return unauthorized(tokenDetails(credential, NOT_FOUND_OR_EXPIRED));
    }

    /** The master tenant is required, and the token is of another, or was lost before that could be asked. */
    public static Problem notMaster(Credential credential) {
        return unauthorized(Map.of("invalid_token", credential.masked()));
    }

    public static Problem missingPermission(Credential credential, String requiredAcl, @Nullable String headerTenant) {
        Map<String, @Nullable Object> details = tokenDetails(credential, MISSING_PERMISSION);
        details.put("required_access", requiredAcl);
        details.put("tenant_uuid", headerTenant);
        return unauthorized(details);
    }

    /** The ticket itself is not repeated. */
    public static Problem ticket(String reason) {
        return unauthorized(Map.of("reason", reason));
    }

    public static Problem foreignTenant(String tenant) {
        return Problem.of(
                Kind.UNAUTHENTICATED, UNAUTHORIZED_TENANT, "Unauthorized tenant", Map.of("tenant_uuid", tenant));
    }

    static Problem noPbxUser() {
        return Problem.of(Kind.MALFORMED, NO_PBX_USER, "A valid token with a user UUID is required", Map.of());
    }

    /**
     * Nobody can say now whose the token is.
     *
     * @param error a few words, for whoever asked; never with a token or an address in it
     */
    public static Problem unreachable(String host, int port, String error) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("auth_server_host", host);
        details.put("auth_server_port", port);
        details.put("original_error", error);
        return Problem.of(
                Kind.UNAVAILABLE,
                "authentication-server-unreachable",
                "Authentication server unreachable",
                Collections.unmodifiableMap(details));
    }

    private static Map<String, @Nullable Object> tokenDetails(Credential credential, String reason) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("invalid_token", credential.masked());
        details.put("reason", reason);
        return details;
    }

    private static Problem unauthorized(Map<String, ? extends @Nullable Object> details) {
        return Problem.of(Kind.UNAUTHENTICATED, UNAUTHORIZED, "Unauthorized", Collections.unmodifiableMap(details));
    }
}
