package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long now;

    private TokenBucket bucket(long rate) {
        return TokenBucket.ofRate(rate, () -> now);
    }

    @Test
    void a_new_one_holds_a_seconds_worth() {
        TokenBucket bucket = bucket(1000);
        assertThat(bucket.isFull()).isTrue();
        assertThat(bucket.take(1000)).isZero();
        assertThat(bucket.isFull()).isFalse();
        assertThat(bucket.take(500)).isEqualTo(SECOND / 2);
    }

    @Test
    void a_debt_is_paid_by_what_flows_in_and_no_more_than_a_second_is_saved() {
        TokenBucket bucket = bucket(1000);
        assertThat(bucket.take(3000)).isEqualTo(2 * SECOND);
        now += SECOND;
        assertThat(bucket.take(0)).isEqualTo(SECOND);
        now += 100 * SECOND;
        assertThat(bucket.isFull()).isTrue();
        assertThat(bucket.take(1001)).isEqualTo(SECOND / 1000);
    }

    @Test
    void what_is_not_there_is_not_taken_by_who_only_tries() {
        TokenBucket bucket = new TokenBucket(10, SECOND, () -> now);
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThat(bucket.tryTake(1)).isZero();
        }
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(bucket.tryTake(1)).isEqualTo(SECOND / 10);
            assertThat(bucket.until(1)).isEqualTo(SECOND / 10);
        }
        now += SECOND / 10;
        assertThat(bucket.until(1)).isZero();
        assertThat(bucket.tryTake(1)).isZero();
        assertThat(bucket.tryTake(1)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, Long.MIN_VALUE, -1})
    void the_clock_may_begin_anywhere(long start) {
        now = start;
        TokenBucket bucket = bucket(1000);
        assertThat(bucket.take(1500)).isEqualTo(SECOND / 2);
        now += SECOND;
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(500)).isZero();
        assertThat(bucket.take(1)).isEqualTo(SECOND / 1000);
    }

    @Test
    void takers_who_wait_as_long_as_they_are_told_keep_the_rate_whatever_they_take() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            now = random.nextLong();
            long start = now;
            TokenBucket bucket = bucket(50_000);
            long taken = 0;
            while (now - start < 60 * SECOND) {
                int octets = random.nextInt(20_000);
                taken += octets;
                now += bucket.take(octets);
            }
            double seconds = (double) (now - start) / SECOND;
            assertThat(taken / (seconds + 1)).as("seed %s", seed).isBetween(49_000.0, 50_001.0);
        }
    }

    @Test
    void many_threads_take_no_more_than_there_is() throws InterruptedException, ExecutionException {
        TokenBucket bucket = bucket(1000);
        AtomicInteger taken = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> takers = new ArrayList<>();
            for (int taker = 0; taker < 8; taker++) {
                takers.add(threads.submit(() -> {
                    for (int attempt = 0; attempt < 1000; attempt++) {
                        if (bucket.tryTake(1) == 0) {
                            taken.incrementAndGet();
                        }
                    }
                }));
            }
            for (Future<?> taker : takers) {
                taker.get();
            }
        }
        assertThat(taken).hasValue(1000);
    }
}
