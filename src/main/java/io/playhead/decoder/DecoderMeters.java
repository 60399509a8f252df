package io.playhead.decoder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What decoding outside costs, and how often it is needed; all zero where there is no decoder. */
final class DecoderMeters {

    private final MeterRegistry meters;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final Cost done = new Cost();
    private final Cost failed = new Cost();
    private volatile @Nullable Decodings decodings;

    DecoderMeters(MeterRegistry meters) {
        this.meters = meters;
        cost("done", done);
        cost("failed", failed);
        lookups("hit", hits);
        lookups("miss", misses);
        gauge("active", null, "Decodings under way", Decodings::active);
        gauge("queued", null, "Decodings that wait", Decodings::waiting);
        gauge("cache", "bytes", "Decoded samples on the disk", Decodings::octets);
        FunctionCounter.builder("playhead.decoder.evicted", this, it -> it.of(Decodings::evicted))
                .description("Decoded recordings that made room for others")
                .register(meters);
    }

    private static final class Cost {

        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();
    }

    void bind(Decodings measured) {
        decodings = measured;
    }

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    void decoded(boolean well, long nanos) {
        Cost cost = well ? done : failed;
        cost.count.increment();
        cost.nanos.add(nanos);
    }

    private double of(ToDoubleFunction<Decodings> figure) {
        Decodings measured = decodings;
        return measured == null ? 0 : figure.applyAsDouble(measured);
    }

    private void cost(String result, Cost cost) {
        FunctionTimer.builder(
                        "playhead.decoder.decode",
                        cost,
                        it -> it.count.sum(),
                        it -> it.nanos.sum(),
                        TimeUnit.NANOSECONDS)
                .description("Decoding of one recording by the program outside")
                .tag("result", result)
                .register(meters);
    }

    private void lookups(String result, LongAdder count) {
        FunctionCounter.builder("playhead.decoder.lookups", count, LongAdder::sum)
                .description("Recordings whose decoded samples were asked for")
                .tag("result", result)
                .register(meters);
    }

    private void gauge(String name, @Nullable String unit, String description, ToDoubleFunction<Decodings> figure) {
        Gauge.builder("playhead.decoder." + name, this, it -> it.of(figure))
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }
}
