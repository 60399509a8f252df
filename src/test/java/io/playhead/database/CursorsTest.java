package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Eventually;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Long results come as they are taken, from one moment, and hold a connection no longer than somebody takes them. */
@Timeout(120)
class CursorsTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final int PORTION = 100;
    private static final int READINGS = 8;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Cursors cursors = PLAYHEAD.bean(Cursors.class);
    private final List<Disposable> open = new ArrayList<>();

    private Flux<List<Long>> numbers(long many) {
        return cursors.read(snapshot -> snapshot.rows(
                "SELECT n FROM generate_series(1, $1) n",
                List.of(many),
                row -> Objects.requireNonNull(row.get(0, Long.class)),
                PORTION));
    }

    /** Takes one portion and waits. */
    private BaseSubscriber<List<Long>> begun(long many) {
        List<List<Long>> taken = new ArrayList<>();
        BaseSubscriber<List<Long>> reading = new BaseSubscriber<>() {

            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(List<Long> portion) {
                taken.add(portion);
            }
        };
        open.add(reading);
        numbers(many).subscribe(reading);
        Eventually.holds("a portion", SOON, () -> !taken.isEmpty());
        return reading;
    }

    private static int connections(String condition) {
        return Sql.number(
                PLAYHEAD.database(),
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'playhead readings' AND " + condition);
    }

    @AfterEach
    void end() {
        open.forEach(Disposable::dispose);
        Eventually.holds("all given back", SOON, () -> connections("state <> 'idle'") == 0);
    }

    @Test
    void all_rows_come_in_their_order_and_the_last_portion_is_the_rest() {
        for (long many : new long[] {0, 1, 99, 100, 101, 1000, 12_345}) {
            List<List<Long>> portions =
                    Objects.requireNonNull(numbers(many).collectList().block());
            List<Long> all = portions.stream().flatMap(List::stream).toList();

            assertThat(all).hasSize((int) many).isSorted();
            assertThat(portions).hasSize((int) ((many + PORTION - 1) / PORTION));
        }
    }

    @Test
    void everything_is_of_the_moment_of_the_first_statement() {
        Sql.run(PLAYHEAD.database(), "CREATE TABLE cursors_test AS SELECT n FROM generate_series(1, 250) n");
        try {
            Flux<Long> counted = cursors.read(snapshot -> snapshot.one(
                            "SELECT count(*) FROM cursors_test",
                            List.of(),
                            row -> Objects.requireNonNull(row.get(0, Long.class)))
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(first -> Sql.run(PLAYHEAD.database(), "INSERT INTO cursors_test VALUES (251)"))
                    .flatMapMany(first -> snapshot.rows(
                                    "SELECT n FROM cursors_test",
                                    List.of(),
                                    row -> Objects.requireNonNull(row.get(0, Integer.class)),
                                    PORTION)
                            .count()
                            .zipWith(reactor.core.publisher.Mono.just(first), (portions, known) -> known)));

            StepVerifier.create(counted).expectNext(250L).verifyComplete();
            assertThat(Sql.number(PLAYHEAD.database(), "SELECT count(*) FROM cursors_test"))
                    .isEqualTo(251);
        } finally {
            Sql.run(PLAYHEAD.database(), "DROP TABLE cursors_test");
        }
    }

    @Test
    void one_more_than_there_may_be_is_refused_and_a_cancel_makes_room_at_once() {
        List<BaseSubscriber<List<Long>>> readings = new ArrayList<>();
        for (int reading = 0; reading < READINGS; reading++) {
            readings.add(begun(10_000_000));
        }
        assertThat(connections("state = 'idle in transaction'")).isEqualTo(READINGS);
        assertThatThrownBy(() -> numbers(1).blockLast())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().id()).isEqualTo("database-unavailable"));

        readings.getFirst().cancel();

        assertThat(numbers(1).blockLast()).containsExactly(1L);
    }

    @Test
    void a_connection_that_breaks_is_a_failure_and_no_end() {
        begun(10_000_000);
        Flux<List<Long>> reading = numbers(10_000_000)
                .publishOn(Schedulers.boundedElastic(), 1)
                .doOnNext(portion -> {
                    if (portion.contains(1000L)) {
                        Sql.run(
                                PLAYHEAD.database(),
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                        + " WHERE application_name = 'playhead readings' AND datname = current_database()");
                    }
                });

        StepVerifier.create(reading)
                .thenConsumeWhile(portion -> true)
                .verifyErrorSatisfies(failure -> assertThat(failure).isInstanceOf(ProblemException.class));
        assertThat(numbers(5).blockLast()).hasSize(5);
    }
}
