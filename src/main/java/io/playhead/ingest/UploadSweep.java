package io.playhead.ingest;

import io.playhead.storage.Parts;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes uploads away whose time is over: the octets first, so that no file is left of which no row speaks. */
final class UploadSweep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(UploadSweep.class);
    private static final Duration SELDOMEST = Duration.ofMinutes(10);

    private final UploadRepository uploads;
    private final Parts parts;
    private final InstantSource clock;
    private final Duration every;
    private volatile Disposable sweeping = Disposables.disposed();

    UploadSweep(UploadRepository uploads, Parts parts, InstantSource clock, Duration expiry) {
        this.uploads = uploads;
        this.parts = parts;
        this.clock = clock;
        this.every = expiry.dividedBy(4).compareTo(SELDOMEST) < 0 ? expiry.dividedBy(4) : SELDOMEST;
    }

    @Override
    public void start() {
        sweeping = Flux.interval(every, every)
                .onBackpressureDrop()
                .concatMap(tick -> swept(), 1)
                .subscribe();
    }

    private Mono<Void> swept() {
        return Flux.defer(() -> uploads.expired(clock.instant()))
                .concatMap(upload -> parts.delete(upload).then(uploads.delete(upload)))
                .doOnError(failure -> log.warn("event=upload-sweep-failed cause={}", failure.toString()))
                .onErrorComplete()
                .then();
    }

    @Override
    public void stop() {
        sweeping.dispose();
    }

    @Override
    public boolean isRunning() {
        return !sweeping.isDisposed();
    }
}
