package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FailedAttemptsTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
    private static final int OF_CREDENTIAL = 5;
    private static final int OF_ADDRESS = 12;

    private final AtomicInteger looked = new AtomicInteger();
    private long now = -17;
    private final FailedAttempts attempts = new FailedAttempts(
            new LimitsProperties.Failures(true, OF_ADDRESS, OF_CREDENTIAL, Duration.ofMinutes(1)),
            new SimpleMeterRegistry(),
            () -> now);

    /** Refused as by an authority that knows no such token. */
    private Problem refused(String token, @Nullable InetAddress client) {
        Credential credential = new Credential(token);
        return Problems.of(attempts.guard(
                credential,
                client,
                () -> Mono.fromCallable(() -> {
                    looked.incrementAndGet();
                    throw AccessProblems.unknownToken(credential, "call-logd.cdr.read")
                            .exception();
                })));
    }

    private static long seconds(Problem problem) {
        return problem.details().get("retry_after") instanceof Long seconds ? seconds : -1;
    }

    @Test
    void one_wrong_token_again_and_again_is_looked_at_no_more() {
        for (int attempt = 0; attempt < OF_CREDENTIAL; attempt++) {
            assertThat(refused("wrong", null).id()).isEqualTo("unauthorized");
        }
        for (int attempt = 0; attempt < 100; attempt++) {
            Problem problem = refused("wrong", null);
            assertThat(problem.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(problem.id()).isEqualTo("too-many-failed-attempts");
            assertThat(problem.details().get("limit")).isEqualTo("credential");
            assertThat(seconds(problem)).isBetween(12L, 13L);
        }
        assertThat(looked).hasValue(OF_CREDENTIAL);
        assertThat(refused("another", null).id()).isEqualTo("unauthorized");
    }

    @Test
    void an_api_that_words_it_in_another_way_says_what_counts() {
        Problem gone = Problem.of(Kind.NOT_FOUND, "unknown-token", "No such token", Map.of());
        for (int attempt = 0; attempt < OF_CREDENTIAL + 1; attempt++) {
            Problem problem = Problems.of(
                    attempts.guard(new Credential("wrong"), null, gone::equals, () -> Mono.error(gone::exception)));
            assertThat(problem.id()).isEqualTo(attempt < OF_CREDENTIAL ? "unknown-token" : "too-many-failed-attempts");
        }
        for (int attempt = 0; attempt < OF_ADDRESS + 1; attempt++) {
            Problem problem =
                    Problems.of(attempts.guard(Credential.NONE, HERE, gone::equals, () -> Mono.error(gone::exception)));
            assertThat(problem.id()).isEqualTo(attempt < OF_ADDRESS ? "unknown-token" : "too-many-failed-attempts");
        }
    }

    @Test
    void what_is_neither_token_nor_ticket_counts_for_its_address() {
        for (int attempt = 0; attempt < OF_ADDRESS; attempt++) {
            assertThat(attempts.failed(HERE)).isEmpty();
        }
        assertThat(attempts.failed(HERE))
                .hasValueSatisfying(refused ->
                        assertThat(refused.problem().details().get("limit")).isEqualTo("address"));
        assertThat(attempts.failed(THERE)).isEmpty();
        assertThat(attempts.failed(null)).isEmpty();
    }

    @Test
    void who_waits_as_long_as_told_is_looked_at_again() {
        for (int attempt = 0; attempt < OF_CREDENTIAL; attempt++) {
            refused("wrong", HERE);
        }
        Problem problem = refused("wrong", HERE);
        now += Duration.ofSeconds(seconds(problem)).toNanos();
        assertThat(refused("wrong", HERE).id()).isEqualTo("unauthorized");
        assertThat(refused("wrong", HERE).id()).isEqualTo("too-many-failed-attempts");
    }

    @Test
    void ever_new_wrong_tokens_of_one_address_are_refused_in_other_words() {
        for (int attempt = 0; attempt < OF_ADDRESS; attempt++) {
            assertThat(refused("wrong " + attempt, HERE).id()).isEqualTo("unauthorized");
        }
        Problem problem = refused("one more", HERE);
        assertThat(problem.id()).isEqualTo("too-many-failed-attempts");
        assertThat(problem.details().get("limit")).isEqualTo("address");
        assertThat(seconds(problem)).isBetween(5L, 6L);
        assertThat(refused("elsewhere", THERE).id()).isEqualTo("unauthorized");
        StepVerifier.create(attempts.guard(new Credential("good"), HERE, () -> Mono.just(1)))
                .expectNext(1)
                .verifyComplete();
    }

    @Test
    void a_network_of_ipv6_is_one_address() {
        for (int attempt = 0; attempt < OF_ADDRESS; attempt++) {
            refused("wrong " + attempt, InetAddress.ofLiteral("2001:db8:0:1::" + Integer.toHexString(attempt)));
        }
        assertThat(refused("one more", InetAddress.ofLiteral("2001:db8:0:1:ffff::"))
                        .id())
                .isEqualTo("too-many-failed-attempts");
        assertThat(refused("one more", InetAddress.ofLiteral("2001:db8:0:2::")).id())
                .isEqualTo("unauthorized");
    }

    @Test
    void what_is_no_wrong_token_does_not_count() {
        Credential credential = new Credential("good");
        for (int attempt = 0; attempt < 2 * OF_ADDRESS; attempt++) {
            for (Problem problem : java.util.List.of(
                    AccessProblems.missingPermission(credential, "call-logd.cdr.read", null),
                    AccessProblems.foreignTenant("garbage"),
                    AccessProblems.ticket(AccessProblems.TICKET_EXPIRED),
                    AccessProblems.noPbxUser())) {
                assertThat(Problems.of(attempts.guard(credential, HERE, () -> Mono.error(problem.exception()))))
                        .isEqualTo(problem);
            }
            StepVerifier.create(attempts.guard(
                            credential, HERE, () -> Mono.error(new IllegalStateException("the authority is away"))))
                    .verifyError(IllegalStateException.class);
        }
        assertThat(refused("wrong", HERE).id()).isEqualTo("unauthorized");
    }

    @Test
    void an_answer_that_comes_later_counts_as_well() {
        Credential credential = new Credential("wrong");
        Mono<Integer> later = Mono.delay(Duration.ofMillis(1))
                .then(Mono.error(() -> AccessProblems.unknownToken(credential, "call-logd.cdr.read")
                        .exception()));
        for (int attempt = 0; attempt < OF_CREDENTIAL; attempt++) {
            assertThat(Problems.of(attempts.guard(credential, HERE, () -> later))
                            .id())
                    .isEqualTo("unauthorized");
        }
        assertThat(Problems.of(attempts.guard(credential, HERE, () -> later)).id())
                .isEqualTo("too-many-failed-attempts");
    }

    @Test
    void what_is_at_hand_stays_at_hand() {
        assertThat(attempts.guard(new Credential("good"), HERE, () -> Mono.just(1)))
                .isInstanceOf(Callable.class);
        assertThat(attempts.guard(new Credential("good"), HERE, () -> Mono.fromRunnable(() -> {})))
                .isInstanceOf(Callable.class);
    }

    @Test
    void no_flood_fills_the_memory_and_all_is_forgotten() {
        for (int attempt = 0; attempt < 30_000; attempt++) {
            InetAddress client =
                    InetAddress.ofLiteral("10." + (attempt >> 16) + "." + (attempt >> 8 & 255) + "." + (attempt & 255));
            assertThat(refused("wrong " + attempt, client).id()).isEqualTo("unauthorized");
        }
        assertThat(attempts.kept()).isLessThanOrEqualTo(20_000);
        now += Duration.ofMinutes(2).toNanos();
        assertThat(attempts.kept()).isZero();
    }
}
