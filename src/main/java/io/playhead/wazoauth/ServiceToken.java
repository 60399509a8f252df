package io.playhead.wazoauth;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Playhead's own token: asked for until it is there, and anew before it ends. Nothing waits for it. */
final class ServiceToken implements AutoCloseable {

    /** How long it is asked for. */
    static final Duration LIFETIME = Duration.ofHours(6);

    private static final Logger log = LoggerFactory.getLogger(ServiceToken.class);

    private static final double RENEWED_AT = 0.8;
    private static final int MOST_DOUBLINGS = 5;

    private final Mono<Told.Details> login;
    private final Scheduler timer;
    private volatile @Nullable UUID tenant;
    private volatile boolean been;
    /** In a row. Used by one attempt at a time. */
    private volatile int failures;

    private volatile Disposable asking = Disposables.disposed();

    /**
     * @param login asks once, for {@link #LIFETIME}
     * @param timer where time goes by
     */
    ServiceToken(Mono<Told.Details> login, Scheduler timer) {
        this.login = login;
        this.timer = timer;
    }

    void start() {
        asking = Mono.defer(this::once)
                .flatMap(pause -> Mono.delay(pause, timer))
                .repeat()
                .subscribe(again -> {}, failure -> log.error("event=service-token-abandoned", failure));
    }

    /** How long to wait until the next time. */
    private Mono<Duration> once() {
        return login.map(this::had).onErrorResume(failure -> Mono.fromCallable(() -> failed(failure)));
    }

    private Duration had(Told.Details details) {
        failures = 0;
        tenant = details.tenant();
        if (!been) {
            been = true;
            log.info("event=service-token-had tenant={}", details.tenant());
        }
        return Duration.ofMillis((long) (LIFETIME.toMillis() * RENEWED_AT));
    }

    /** 1, 2, 4 and so on up to 32 seconds. */
    private Duration failed(Throwable failure) {
        Duration pause = Duration.ofSeconds(1L << Math.min(failures, MOST_DOUBLINGS));
        failures = failures + 1;
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        log.warn("event=service-token-failed retry={} cause={}", pause, cause.toString());
        return pause;
    }

    /** Whether there has been one. */
    boolean hasBeen() {
        return been;
    }

    /** Its own, which is the master; null before there has been one. */
    @Nullable
    UUID tenant() {
        return tenant;
    }

    @Override
    public void close() {
        asking.dispose();
    }
}
