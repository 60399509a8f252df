package io.playhead.identity;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.Map;
import java.util.UUID;

/** Why wazo-auth's API refuses, in its words. */
final class IdentityProblems {

    private IdentityProblems() {}

    /** @param field of the body @param message what is wrong with it */
    static Problem invalid(String field, String message) {
        return Problem.of(
                Kind.MALFORMED,
                "invalid-data",
                "Sent data is invalid",
                Map.of(field, Map.of("message", message, "constraint_id", field)));
    }

    static Problem authenticationFailed() {
        return Problem.of(Kind.UNAUTHENTICATED, "authentication-failed", "Authentication Failed", Map.of());
    }

    static Problem conflict(String resource, String field) {
        return Problem.of(
                Kind.CONFLICT,
                "conflict",
                "Conflict detected",
                Map.of(field, Map.of("constraint_id", "unique", "constraint", "unique"), "resource", resource));
    }

    static Problem unknownUser(UUID user) {
        return Problem.of(Kind.NOT_FOUND, "unknown-user", "No such user", Map.of("uuid", user.toString()));
    }

    static Problem unknownPolicy(UUID policy) {
        return Problem.of(Kind.NOT_FOUND, "unknown-policy", "No such policy", Map.of("uuid", policy.toString()));
    }

    static Problem unknownToken() {
        return Problem.of(Kind.NOT_FOUND, "unknown-token", "No such token", Map.of());
    }

    /** wazo-auth says 403 here, and its clients ask for that. */
    static Problem forbiddenToken() {
        return Problem.of(Kind.FORBIDDEN, "missing-permission", "The token lacks this access or tenant", Map.of());
    }

    /** It is of the static authority's file, and good as long as it stands there. */
    static Problem tokenOfFile() {
        return Problem.of(Kind.CONFLICT, "token-of-file", "The token can be taken back in its file alone", Map.of());
    }

    static Problem busy() {
        return Problem.of(Kind.OVERLOADED, "too-many-logins", "Too many passwords are being checked", Map.of());
    }
}
