package io.playhead.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Has written what waits, several times a second; now and then says that this writer is there, looks for others that have
 * gone, signs heads, and prunes. At the end it goes on until everything has been written, or for ten seconds.
 */
final class AuditLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AuditLifecycle.class);

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration HEADS = Duration.ofHours(1);
    private static final Duration PRUNING = Duration.ofMinutes(10);
    /** How long the last octets may take to be counted when their connections have been closed. */
    private static final int SETTLING = 20;

    private static final Duration LAST = Duration.ofSeconds(10);

    private final AuditLog entries;
    private final Listens listens;
    private final Refusals refusals;
    private final AuditWriter writer;
    private final AuditPruning pruning;
    private final AuditProperties properties;
    private final InstantSource clock;

    private Instant beat = Instant.MIN;
    private Instant heads = Instant.MIN;
    private Instant pruned = Instant.MIN;
    private boolean failing;
    private volatile boolean running;
    private volatile boolean stopping;
    private volatile Sinks.One<Boolean> end = Sinks.one();

    AuditLifecycle(
            AuditLog entries,
            Listens listens,
            Refusals refusals,
            AuditWriter writer,
            AuditPruning pruning,
            AuditProperties properties,
            InstantSource clock) {
        this.entries = entries;
        this.listens = listens;
        this.refusals = refusals;
        this.writer = writer;
        this.pruning = pruning;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void start() {
        if (!properties.enabled()) {
            return;
        }
        running = true;
        stopping = false;
        end = Sinks.one();
        heads = clock.instant();
        Mono.defer(this::round)
                .onErrorResume(this::failed)
                .then(Mono.delay(PAUSE))
                .repeat(() -> !stopping)
                .then(Mono.defer(this::finish))
                .subscribe(none -> {}, failure -> ended(), this::ended);
    }

    private Mono<Void> round() {
        Instant begun = clock.instant();
        listens.endIdle();
        refusals.tellRepeated(false);
        return writer.writeAll()
                .then(Mono.defer(() -> due(beat, properties.heartbeat(), begun) ? beat(begun) : Mono.empty()))
                .then(Mono.fromRunnable(() -> {
                    if (failing) {
                        failing = false;
                        log.info("event=audit-written-again");
                    }
                }));
    }

    private Mono<Void> beat(Instant begun) {
        return writer.beat(begun)
                .then(writer.tellOfLost(properties.patience()))
                .then(Mono.defer(() -> due(heads, HEADS, begun) ? heads(begun) : Mono.empty()))
                .then(Mono.defer(() -> due(pruned, PRUNING, begun) ? prune(begun) : Mono.empty()))
                .then(Mono.fromRunnable(() -> beat = begun));
    }

    private Mono<Void> heads(Instant begun) {
        return writer.keepHeads().then(Mono.fromRunnable(() -> heads = begun));
    }

    private Mono<Void> prune(Instant begun) {
        return pruning.prune().then(Mono.fromRunnable(() -> pruned = begun));
    }

    private static boolean due(Instant last, Duration every, Instant now) {
        return last.equals(Instant.MIN) || !now.isBefore(last.plus(every));
    }

    private Mono<Void> failed(Throwable failure) {
        if (!failing) {
            failing = true;
            log.warn(
                    "event=audit-not-written waiting={} cause={}",
                    entries.waiting(),
                    String.valueOf(failure.getCause() == null ? failure : failure.getCause()));
        }
        return Mono.empty();
    }

    /** What has begun is over by now: the server has stopped. */
    private Mono<Void> finish() {
        return Mono.delay(Duration.ofMillis(100))
                .repeat(SETTLING)
                .takeUntil(pause -> !listens.isDelivering())
                .then(Mono.fromRunnable(() -> {
                    listens.endAll();
                    refusals.tellRepeated(true);
                }))
                .then(writer.writeAll()
                        .then(writer.keepHeads())
                        .then(writer.end())
                        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE)))
                .timeout(LAST)
                .doOnError(failure -> log.error("event=audit-lost entries={}", entries.waiting()));
    }

    private void ended() {
        running = false;
        end.tryEmitValue(true);
    }

    @Override
    public void stop(Runnable callback) {
        if (!running) {
            callback.run();
            return;
        }
        stopping = true;
        end.asMono().subscribe(done -> callback.run());
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before the server listens, and stops when its last connection has been closed. */
    @Override
    public int getPhase() {
        return 1000;
    }
}
