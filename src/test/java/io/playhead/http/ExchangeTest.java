package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private final AtomicInteger released = new AtomicInteger();
    private final Lease lease = new Lease() {
        @Override
        public @Nullable Pace pace() {
            return null;
        }

        @Override
        public void release() {
            released.incrementAndGet();
        }
    };
    private final Exchange exchange =
            new Exchange(new HttpMeters(new SimpleMeterRegistry()), "media", CorrelationId.of(null, null));

    @Test
    void what_is_held_is_given_back_at_the_end_and_once() {
        exchange.hold(lease);
        assertThat(released).hasValue(0);
        exchange.end();
        exchange.end();
        assertThat(released).hasValue(1);
    }

    /** A client has left while its row was still looked up. */
    @Test
    void what_comes_after_the_end_is_given_back_at_once() {
        exchange.end();
        exchange.hold(lease);
        assertThat(released).hasValue(1);
    }
}
