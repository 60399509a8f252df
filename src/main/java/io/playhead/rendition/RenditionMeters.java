package io.playhead.rendition;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;

/** What encoding costs, and how often it is needed. */
final class RenditionMeters {

    private final MeterRegistry meters;

    RenditionMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void encoded(MediaType type, long nanos) {
        Timer.builder("playhead.renditions.encode")
                .description("Encoding of one chunk, decoding included")
                .tag("type", type.getType() + "/" + type.getSubtype())
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void bind(Chunks chunks, Encoders encoders) {
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
