package io.playhead.identity;

import io.playhead.access.Credential;
import io.playhead.access.FailedAttempts;
import io.playhead.http.ApiRequest;
import io.playhead.http.Reply;
import io.playhead.problem.Problem;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Counts wrong tokens and passwords here as they are counted on Playhead's own port. */
final class Guard {

    private final FailedAttempts failures;

    Guard(FailedAttempts failures) {
        this.failures = failures;
    }

    Function<ApiRequest, Mono<Reply>> of(Function<ApiRequest, Mono<Reply>> handler) {
        return request -> {
            Credential credential = presented(request);
            return failures.guard(
                    credential,
                    request.address(),
                    problem -> isWrong(problem, credential),
                    () -> handler.apply(request));
        };
    }

    /** A token that is asked about, else what the sender shows. A refresh token is in the body, which nobody has read. */
    private static Credential presented(ApiRequest request) {
        String named = request.variables().get("token");
        if (named != null) {
            return new Credential(named);
        }
        Credential token = Presented.token(request);
        String authorization = request.header("Authorization");
        return token.text().isEmpty() && authorization != null ? new Credential(authorization) : token;
    }

    /** Who shows no token at all has not tried one. */
    private static boolean isWrong(Problem problem, Credential credential) {
        return switch (problem.id()) {
            case "authentication-failed", "unknown-token" -> true;
            default ->
                !credential.text().isEmpty()
                        && "not_found_or_expired".equals(problem.details().get("reason"));
        };
    }
}
