package io.playhead.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How many recordings come in, and how much. */
final class IngestMeters {

    private final Counter made;
    private final Counter known;
    private final Counter failed;
    private final Counter octets;

    IngestMeters(MeterRegistry meters) {
        made = recordings("done", meters);
        known = recordings("known", meters);
        failed = recordings("failed", meters);
        octets = Counter.builder("playhead.ingest.received")
                .description("Octets of recordings that have been taken in")
                .baseUnit("bytes")
                .register(meters);
    }

    private static Counter recordings(String result, MeterRegistry meters) {
        return Counter.builder("playhead.ingest.recordings")
                .description("Recordings that were sent to be taken in")
                .baseUnit("recordings")
                .tag("result", result)
                .register(meters);
    }

    void made(long length) {
        made.increment();
        octets.increment(length);
    }

    void known() {
        known.increment();
    }

    void failed() {
        failed.increment();
    }
}
