package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AtHandTest {

    private static final Mono<Integer> LATER = Mono.delay(Duration.ofMillis(1)).thenReturn(1);
    private final IllegalStateException broken = new IllegalStateException("broken");

    @Test
    void what_follows_a_value_at_hand_is_at_hand() throws Exception {
        Mono<Integer> three =
                AtHand.map(AtHand.then(Mono.just(1), one -> Mono.fromCallable(() -> one + 1)), two -> two + 1);
        assertThat(three).isInstanceOf(Callable.class);
        assertThat(AtHand.call(three)).isEqualTo(3);
        StepVerifier.create(three).expectNext(3).verifyComplete();
    }

    @Test
    void what_follows_another_waits_for_it() {
        AtomicInteger steps = new AtomicInteger();
        Mono<Integer> two = AtHand.then(LATER, one -> Mono.just(one + steps.incrementAndGet()));
        assertThat(two).isNotInstanceOf(Callable.class);
        assertThat(steps).hasValue(0);
        StepVerifier.create(two).expectNext(2).verifyComplete();
        StepVerifier.create(AtHand.map(LATER, one -> one + 1)).expectNext(2).verifyComplete();
        StepVerifier.create(AtHand.after(LATER.then(), () -> Mono.just(2)))
                .expectNext(2)
                .verifyComplete();
    }

    @Test
    void a_failure_ends_the_chain() {
        AtomicInteger steps = new AtomicInteger();
        StepVerifier.create(AtHand.then(Mono.<Integer>error(broken), one -> Mono.just(steps.incrementAndGet())))
                .verifyErrorMatches(failure -> failure == broken);
        StepVerifier.create(AtHand.after(Mono.error(broken), () -> Mono.just(steps.incrementAndGet())))
                .verifyErrorMatches(failure -> failure == broken);
        assertThat(steps).hasValue(0);
    }

    @Test
    void a_step_that_throws_fails() {
        StepVerifier.create(AtHand.map(Mono.just(1), one -> {
                    throw broken;
                }))
                .verifyErrorMatches(failure -> failure == broken);
        StepVerifier.create(AtHand.after(Mono.fromRunnable(() -> {}), () -> {
                    throw broken;
                }))
                .verifyErrorMatches(failure -> failure == broken);
    }

    @Test
    void a_failure_can_be_told_as_another() {
        IllegalStateException other = new IllegalStateException("other");
        for (Mono<Integer> failing :
                java.util.List.of(Mono.<Integer>error(broken), LATER.then(Mono.<Integer>error(broken)))) {
            StepVerifier.create(AtHand.onErrorMap(failing, failure -> failure == broken ? other : failure))
                    .verifyErrorMatches(failure -> failure == other);
        }
        assertThat(AtHand.onErrorMap(Mono.just(1), failure -> other)).isInstanceOf(Callable.class);
        StepVerifier.create(AtHand.onErrorMap(Mono.just(1), failure -> other))
                .expectNext(1)
                .verifyComplete();
        StepVerifier.create(AtHand.onErrorMap(Mono.empty(), failure -> other)).verifyComplete();
    }

    @Test
    void nothing_follows_nothing() {
        StepVerifier.create(AtHand.then(Mono.<Integer>empty(), one -> Mono.just(2)))
                .verifyComplete();
    }
}
