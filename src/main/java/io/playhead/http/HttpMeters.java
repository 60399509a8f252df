package io.playhead.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Prometheus sees of requests. Every tag has a few values: routes by name, never a path, an id or a tenant. */
public final class HttpMeters {

    private static final Logger log = LoggerFactory.getLogger(HttpMeters.class);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10)
    };

    /** The status of a request that had no answer: its client went away first. */
    static final int UNANSWERED = 0;

    private final MeterRegistry registry;
    private final Map<Answer, Timer> requests = new ConcurrentHashMap<>();
    private final Map<Answer, Timer> firstOctets = new ConcurrentHashMap<>();
    private final Map<Answer, Counter> sent = new ConcurrentHashMap<>();
    private final Map<Ranged, Counter> ranges = new ConcurrentHashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    final AtomicInteger connections = new AtomicInteger();
    final Counter refusedConnections;
    private volatile boolean draining;

    /** @param status class such as {@code 2xx}, or {@code none} @param representation format's name, or {@code none} */
    private record Answer(String route, String status, String representation) {}

    private record Ranged(String route, String kind) {}

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("playhead.http.active.streams", streams, AtomicInteger::get)
                .description("Long media bodies on their way")
                .register(registry);
        Gauge.builder("playhead.http.connections", connections, AtomicInteger::get)
                .description("Open client connections")
                .register(registry);
        this.refusedConnections = Counter.builder("playhead.http.refused.connections")
                .description("Connections closed because there were too many")
                .register(registry);
    }

    void request(String route, int status, String representation, long nanos) {
        requests.computeIfAbsent(
                        answer(route, status, representation),
                        answer -> timer(
                                "playhead.http.requests",
                                "Requests from their head to the last octet of the answer",
                                answer))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void firstOctets(String route, int status, String representation, long nanos) {
        firstOctets
                .computeIfAbsent(
                        answer(route, status, representation),
                        answer -> timer(
                                "playhead.http.first.byte",
                                "From a request's head to the first octets of its answer",
                                answer))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void sent(String route, int status, String representation, long octets) {
        sent.computeIfAbsent(
                        answer(route, status, representation),
                        answer -> Counter.builder("playhead.http.sent")
                                .description("Octets of bodies handed to the network")
                                .baseUnit("bytes")
                                .tag("route", answer.route())
                                .tag("representation", answer.representation())
                                .register(registry))
                .increment(octets);
    }

    /** @param kind none, single, multiple, ignored or unsatisfiable */
    void ranges(String route, String kind) {
        ranges.computeIfAbsent(
                        new Ranged(route, kind),
                        ranged -> Counter.builder("playhead.http.ranges")
                                .description("Requests by what became of their Range")
                                .tag("route", ranged.route())
                                .tag("kind", ranged.kind())
                                .register(registry))
                .increment();
    }

    /**
     * @param reason client, stalled or source
     * @return what was counted: the reason, or shutdown
     */
    String aborted(String route, String reason) {
        String counted = draining ? "shutdown" : reason;
        Counter.builder("playhead.http.aborted.streams")
                .description("Bodies that broke off, by who broke them off")
                .tag("route", route)
                .tag("reason", counted)
                .register(registry)
                .increment();
        return counted;
    }

    void streamStarted() {
        streams.incrementAndGet();
    }

    void streamEnded() {
        streams.decrementAndGet();
    }

    /** The time for listeners is over: from now on what breaks off is the shutdown's doing. */
    void drained() {
        draining = true;
        log.info("event=drain-ended cut={}", streams.get());
    }

    private static Answer answer(String route, int status, String representation) {
        return new Answer(route, statusClass(status), representation);
    }

    private static String statusClass(int status) {
        return switch (status / 100) {
            case 0 -> "none";
            case 2 -> "2xx";
            case 3 -> "3xx";
            case 4 -> "4xx";
            case 5 -> "5xx";
            default -> "1xx";
        };
    }

    private Timer timer(String name, String description, Answer answer) {
        return Timer.builder(name)
                .description(description)
                .tag("route", answer.route())
                .tag("status", answer.status())
                .tag("representation", answer.representation())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
