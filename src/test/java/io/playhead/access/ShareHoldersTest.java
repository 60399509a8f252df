package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.http.TokenBucket;
import io.playhead.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ShareHoldersTest {

    private static ShareHolders of(@Nullable Integer streams, @Nullable DataSize rate) {
        return new ShareHolders("caller", new LimitsProperties.Share(streams, rate), new SimpleMeterRegistry());
    }

    private static TokenBucket bucket(ShareHolders holders, ShareHolders.@Nullable Share share) {
        return Objects.requireNonNull(holders.limit(share)).bucket();
    }

    @Test
    void whoever_has_no_stream_and_owes_nothing_is_forgotten() {
        ShareHolders holders = of(2, DataSize.ofMegabytes(1));
        for (int caller = 0; caller < 1000; caller++) {
            ShareHolders.Share share = holders.begin(UUID.randomUUID());
            assertThat(holders.known()).isEqualTo(1);
            holders.end(share);
        }
        assertThat(holders.known()).isZero();
    }

    @Test
    void whoever_owes_something_is_remembered_with_it() {
        ShareHolders holders = of(null, DataSize.ofMegabytes(1));
        UUID caller = UUID.randomUUID();
        ShareHolders.Share share = holders.begin(caller);
        bucket(holders, share).take(DataSize.ofGigabytes(1).toBytes());
        holders.end(share);

        assertThat(holders.known()).isEqualTo(1);
        assertThat(bucket(holders, holders.begin(caller)).until(0)).isPositive();
    }

    @Test
    void what_is_not_limited_is_not_counted() {
        ShareHolders holders = of(null, null);
        assertThat(holders.begin(UUID.randomUUID())).isNull();
        assertThat(holders.known()).isZero();
    }

    @Test
    void many_threads_have_no_more_than_there_may_be_and_leave_nothing()
            throws InterruptedException, ExecutionException {
        ShareHolders holders = of(3, null);
        UUID caller = UUID.randomUUID();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> callers = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                callers.add(threads.submit(() -> beginAndEnd(holders, caller)));
            }
            for (Future<?> each : callers) {
                each.get();
            }
        }
        assertThat(holders.known()).isZero();
        for (int stream = 0; stream < 3; stream++) {
            holders.begin(caller);
        }
        assertThatThrownBy(() -> holders.begin(caller)).isInstanceOf(ProblemException.class);
    }

    private static void beginAndEnd(ShareHolders holders, UUID caller) {
        for (int round = 0; round < 5000; round++) {
            try {
                holders.end(holders.begin(caller));
            } catch (ProblemException tooMany) {
                Thread.onSpinWait();
            }
        }
    }
}
