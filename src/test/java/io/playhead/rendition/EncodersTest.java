package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** In which order work is done, and how much of it at once. */
class EncodersTest {

    private static final UUID TENANT = UUID.randomUUID();

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void open() {
        gate.countDown();
    }

    private Runnable held(String name) {
        return () -> {
            begun.add(name);
            pass(gate);
            done.incrementAndGet();
        };
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void settled(Runnable assertion) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Test
    void other_work_leaves_a_thread_to_listeners() {
        try (Encoders encoders = new Encoders(3, 10)) {
            for (int number = 0; number < 5; number++) {
                encoders.executeBehind(TENANT, held("other"));
            }
            settled(() -> assertThat(begun).containsExactly("other", "other"));
            assertThat(encoders.isIdle()).isTrue();
            CountDownLatch heard = new CountDownLatch(1);
            encoders.execute(TENANT, heard::countDown);
            pass(heard);
            assertThat(begun).hasSize(2);
            gate.countDown();
            settled(() -> assertThat(done).hasValue(5));
        }
    }

    @Test
    void listeners_come_before_other_work_that_was_there_first() {
        try (Encoders encoders = new Encoders(1, 10)) {
            encoders.execute(TENANT, held("first"));
            settled(() -> assertThat(begun).hasSize(1));
            encoders.executeBehind(TENANT, held("other"));
            encoders.execute(TENANT, held("listener"));
            encoders.execute(UUID.randomUUID(), held("listener"));
            gate.countDown();
            settled(() -> assertThat(begun).containsExactly("first", "listener", "listener", "other"));
        }
    }

    @Test
    void other_work_that_nobody_wants_any_more_is_not_begun() {
        try (Encoders encoders = new Encoders(1, 10)) {
            encoders.execute(TENANT, held("first"));
            Lane.Task forgotten = encoders.executeBehind(TENANT, held("forgotten"));
            encoders.executeBehind(TENANT, held("last"));
            assertThat(encoders.waiting()).isGreaterThanOrEqualTo(2);
            forgotten.forget();
            gate.countDown();
            settled(() -> assertThat(begun).containsExactly("first", "last"));
            assertThat(encoders.waiting()).isZero();
        }
    }

    @Test
    void other_work_that_waits_keeps_no_listener_out() {
        try (Encoders encoders = new Encoders(1, 2)) {
            encoders.execute(TENANT, held("first"));
            settled(() -> assertThat(begun).hasSize(1));
            encoders.executeBehind(TENANT, held("other"));
            encoders.executeBehind(TENANT, held("other"));
            assertThat(encoders.isFullBehind(TENANT)).isTrue();
            assertThat(encoders.isFullBehind(UUID.randomUUID())).isFalse();
            assertThat(encoders.isFull(TENANT)).isFalse();
            encoders.execute(TENANT, held("listener"));
            encoders.execute(TENANT, held("listener"));
            assertThat(encoders.isFull(TENANT)).isTrue();
            assertThat(encoders.active()).isEqualTo(1);
        }
    }

    @RepeatedTest(20)
    void all_of_it_is_done_once_whoever_brings_it() throws InterruptedException {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        try (Encoders encoders = new Encoders(3, 10)) {
            List<Thread> bringers = new ArrayList<>();
            for (int bringer = 0; bringer < 4; bringer++) {
                bringers.add(Thread.ofPlatform().start(() -> {
                    for (int number = 0; number < 500; number++) {
                        encoders.executeBehind(new UUID(0, number % 3), () -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            now.decrementAndGet();
                            done.incrementAndGet();
                        });
                        encoders.execute(new UUID(0, number % 5), done::incrementAndGet);
                    }
                }));
            }
            for (Thread bringer : bringers) {
                bringer.join();
            }
            settled(() -> assertThat(done).hasValue(4000));
            assertThat(most.get()).isLessThanOrEqualTo(2);
            settled(() -> assertThat(encoders.active()).isZero());
            assertThat(encoders.isIdle()).isTrue();
        }
    }

    @Test
    void once_closed_nothing_new_is_taken_and_nothing_that_waits_is_begun() {
        Encoders encoders = new Encoders(1, 10);
        encoders.execute(TENANT, held("first"));
        settled(() -> assertThat(begun).hasSize(1));
        encoders.execute(TENANT, held("second"));
        encoders.executeBehind(TENANT, held("third"));
        encoders.close();
        assertThatThrownBy(() -> encoders.execute(TENANT, held("late"))).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        settled(() -> assertThat(encoders.active()).isZero());
        assertThat(begun).containsExactly("first");
    }
}
