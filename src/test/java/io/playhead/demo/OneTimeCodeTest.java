package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneTimeCodeTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final OneTimeCode code = new OneTimeCode(now::get);

    @Test
    void it_is_192_random_bits() {
        assertThat(code.text()).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(new OneTimeCode(now::get).text());
    }

    @Test
    void it_is_good_once() {
        assertThat(code.spend(code.text())).isTrue();
        assertThat(code.spend(code.text())).isFalse();
    }

    @Test
    void it_is_good_for_an_hour() {
        now.updateAndGet(start -> start.plus(OneTimeCode.VALID));
        assertThat(code.spend(code.text())).isFalse();
        now.updateAndGet(end -> end.minus(Duration.ofNanos(1)));
        assertThat(code.spend(code.text())).isTrue();
    }

    @Test
    void another_one_is_refused_and_takes_nothing_from_it() {
        for (String other : List.of("", code.text() + "A", code.text().substring(1), code.text() + "\0", "\ud800")) {
            assertThat(code.spend(other)).isFalse();
        }
        assertThat(code.spend(code.text())).isTrue();
    }

    @Test
    void wrong_ones_take_it_from_nobody() {
        for (int guess = 0; guess < 2000; guess++) {
            assertThat(code.spend("guess" + guess)).isFalse();
        }
        assertThat(code.spend(code.text())).isTrue();
    }

    @Test
    void of_many_at_a_time_one_is_let_in() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> all = IntStream.range(0, 64)
                    .mapToObj(each -> (Callable<Boolean>) () -> code.spend(code.text()))
                    .toList();
            int letIn = 0;
            for (Future<Boolean> each : threads.invokeAll(all)) {
                letIn += each.get() ? 1 : 0;
            }
            assertThat(letIn).isEqualTo(1);
        }
    }
}
