package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class QueriesTest {

    private final Queries queries = new Queries(Duration.ofSeconds(30));

    @Test
    void a_server_that_never_answers_is_given_up_a_little_after_its_own_limit() {
        StepVerifier.withVirtualTime(() -> queries.run(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(31))
                .thenAwait(Duration.ofSeconds(1))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                problem -> assertThat(problem.problem().id()).isEqualTo("database-unavailable")));
    }

    @Test
    void a_query_goes_on_when_nobody_waits_for_it() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Sinks.One<Integer> answer = Sinks.one();
        Disposable asker = queries.run(answer.asMono().doOnCancel(() -> cancelled.set(true)))
                .subscribe();

        asker.dispose();

        assertThat(cancelled).isFalse();
        assertThat(answer.tryEmitValue(1)).isEqualTo(Sinks.EmitResult.OK);
    }

    @Test
    void nothing_is_asked_before_the_subscription() {
        AtomicBoolean asked = new AtomicBoolean();

        Mono<Integer> query = queries.run(Mono.fromCallable(() -> {
            asked.set(true);
            return 1;
        }));

        assertThat(asked).isFalse();
        StepVerifier.create(query).expectNext(1).verifyComplete();
    }
}
