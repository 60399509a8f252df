package io.playhead.storage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the disk store holds and how often it need not open a file. */
final class StorageMeters {

    private StorageMeters() {}

    static void bind(DiskStore store, MeterRegistry meters) {
        Gauge.builder("playhead.storage.open.files", store, DiskStore::openFiles)
                .description("Recording files that are open, those kept for the next reader included")
                .register(meters);
        FunctionCounter.builder(
                        "playhead.storage.descriptor.lookups",
                        store,
                        it -> it.statistics().hitCount())
                .description("Look-ups of an open recording file")
                .tag("result", "hit")
                .register(meters);
        FunctionCounter.builder(
                        "playhead.storage.descriptor.lookups",
                        store,
                        it -> it.statistics().missCount())
                .description("Look-ups of an open recording file")
                .tag("result", "miss")
                .register(meters);
        Gauge.builder("playhead.storage.pool.active", store, it -> it.work().active())
                .description("Disk threads at work")
                .register(meters);
        Gauge.builder("playhead.storage.pool.queued", store, it -> it.work().queued())
                .description("Disk tasks that wait for a thread")
                .register(meters);
    }
}
