package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a refusal says. */
public final class Problems {

    private Problems() {}

    public static Problem of(Mono<?> refused) {
        AtomicReference<@Nullable Problem> problem = new AtomicReference<>();
        StepVerifier.create(refused)
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(ProblemException.class);
                    problem.set(((ProblemException) error).problem());
                })
                .verify();
        return Objects.requireNonNull(problem.get());
    }

    public static void assertUnauthorized(Problem problem, String reason) {
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.id()).isEqualTo("unauthorized");
        assertThat(problem.message()).isEqualTo("Unauthorized");
        assertThat(problem.details().get("reason")).isEqualTo(reason);
    }

    public static void assertForeignTenant(Problem problem, String tenant) {
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.id()).isEqualTo("unauthorized-tenant");
        assertThat(problem.message()).isEqualTo("Unauthorized tenant");
        assertThat(problem.details()).hasSize(1);
        assertThat(problem.details().get("tenant_uuid")).isEqualTo(tenant);
    }
}
