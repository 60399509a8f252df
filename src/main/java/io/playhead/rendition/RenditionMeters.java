package io.playhead.rendition;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
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
        costs.forEach(this::bind);
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
                .description("Chunks and analyses that wait for an encoder thread")
                .register(meters);
    }

    private void bind(String subtype, Cost cost) {
        FunctionCounter.builder("playhead.renditions.encoded", cost, it -> it.chunks.sum())
                .description("Chunks encoded")
                .baseUnit("chunks")
                .tag("type", "audio/" + subtype)
                .register(meters);
        FunctionCounter.builder("playhead.renditions.encode.time", cost, it -> it.nanos.sum() / 1e9)
                .description("Time spent on encoding, decoding included")
                .baseUnit("seconds")
                .tag("type", "audio/" + subtype)
                .register(meters);
    }
}
