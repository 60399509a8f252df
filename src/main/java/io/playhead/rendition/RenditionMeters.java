package io.playhead.rendition;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What encoding costs, and how often it is needed. */
final class RenditionMeters {

    private static final List<String> SUBTYPES = List.of("wav", "mpeg", "mp4", "ogg");

    private final MeterRegistry meters;
    private final Map<String, Cost> costs =
            SUBTYPES.stream().collect(Collectors.toMap(Function.identity(), it -> new Cost()));

    RenditionMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    private static final class Cost {

        private final LongAdder chunks = new LongAdder();
        private final LongAdder nanos = new LongAdder();
    }

    void encoded(Rendering rendering, long nanos) {
        Cost cost = costs.get(rendering.mediaType().getSubtype());
        if (cost != null) {
            cost.chunks.increment();
            cost.nanos.add(nanos);
        }
    }

    void bind(Chunks chunks, Encoders encoders) {
        costs.forEach((subtype, cost) -> FunctionTimer.builder(
                        "playhead.renditions.encode",
                        cost,
                        it -> it.chunks.sum(),
                        it -> it.nanos.sum(),
                        TimeUnit.NANOSECONDS)
                .description("Encoding of one chunk, decoding included")
                .tag("type", "audio/" + subtype)
                .register(meters));
        FunctionCounter.builder("playhead.renditions.chunks", chunks, it -> it.hits.sum())
                .description("Chunks asked for")
                .tag("result", "hit")
                .register(meters);
        FunctionCounter.builder("playhead.renditions.chunks", chunks, it -> it.misses.sum())
                .description("Chunks asked for")
                .tag("result", "miss")
                .register(meters);
        Gauge.builder("playhead.renditions.pool.active", encoders, Encoders::active)
                .description("Encoder threads at work")
                .register(meters);
        Gauge.builder("playhead.renditions.pool.queued", encoders, Encoders::waiting)
                .description("Chunks that wait for an encoder thread")
                .register(meters);
    }
}
