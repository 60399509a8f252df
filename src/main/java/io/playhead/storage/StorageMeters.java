package io.playhead.storage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the disk store holds and how often it need not open a file. */
final class StorageMeters {

    private StorageMeters() {}

    static void bind(DiskStore store, MeterRegistry meters) {
        Gauge.builder("playhead.storage.open.files", store.descriptors(), Descriptors::open)
                .description("Recording files that are open, those kept for the next reader included")
                .register(meters);
        FunctionCounter.builder("playhead.storage.descriptor.lookups", store.descriptors(), Descriptors::reused)
                .description("Look-ups of an open recording file")
                .tag("result", "hit")
                .register(meters);
        FunctionCounter.builder("playhead.storage.descriptor.lookups", store.descriptors(), Descriptors::opened)
                .description("Look-ups of an open recording file")
                .tag("result", "miss")
                .register(meters);
        Gauge.builder("playhead.storage.pool.active", store.roots(), it -> it.sum(DiskWork::active))
                .description("Disk threads at work")
                .register(meters);
        Gauge.builder("playhead.storage.pool.queued", store.roots(), it -> it.sum(DiskWork::queued))
                .description("Disk tasks that wait for a thread")
                .register(meters);
    }
}
