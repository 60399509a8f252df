package io.playhead.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What Prometheus sees of limits: which of them, never who. */
final class AccessMeters {

    private AccessMeters() {}

    /** @param reason the limit that was reached */
    static Counter refused(MeterRegistry meters, String reason) {
        return Counter.builder("playhead.access.refused")
                .description("Requests refused with 429, by the limit that was reached")
                .baseUnit("requests")
                .tag("reason", reason)
                .register(meters);
    }

    /** @param reason the limit that was waited for */
    static Counter paused(MeterRegistry meters, String reason) {
        return Counter.builder("playhead.access.paused")
                .description("Time that bodies have waited for their share, by the limit that they waited for")
                .baseUnit("seconds")
                .tag("reason", reason)
                .register(meters);
    }

    static Counter failures(MeterRegistry meters) {
        return Counter.builder("playhead.access.failures")
                .description("Tokens and tickets that were no good")
                .baseUnit("requests")
                .register(meters);
    }
}
