package io.playhead.storage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** What the stores hold, and how often the disk's need not open a file. */
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

    /** Also where there is no object storage: then they are 0. */
    static void bind(Optional<S3Store> store, MeterRegistry meters) {
        Gauge.builder(
                        "playhead.storage.s3.gets",
                        () -> store.map(it -> it.gets().active()).orElse(0))
                .description("Reads of object storage under way")
                .register(meters);
        Gauge.builder(
                        "playhead.storage.s3.buffered",
                        () -> store.map(it -> it.buffers().taken()).orElse(0L))
                .description("Octets asked of object storage and not yet passed on to listeners")
                .baseUnit("bytes")
                .register(meters);
    }
}
