package io.playhead.media;

import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeListener;
import io.playhead.decoder.OutsideDecoder;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What was decoded of a recording goes when its media go, on every replica; also if nobody was told, as after a start:
 * then the database is asked, until it answers.
 */
final class DecodedRemoval implements ChangeListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DecodedRemoval.class);

    private static final Retry AGAIN =
            Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1)).maxBackoff(Duration.ofMinutes(1));

    private final OutsideDecoder outside;
    private final RecordingRepository recordings;
    private final Disposable.Swap comparing = Disposables.swap();

    DecodedRemoval(OutsideDecoder outside, RecordingRepository recordings) {
        this.outside = outside;
        this.recordings = recordings;
    }

    @Override
    public void recordingChanged(UUID recording) {
        outside.forget(recording);
    }

    @Override
    public void anythingMayHaveChanged() {
        comparing.update(Mono.fromCallable(outside::kept)
                .filter(kept -> !kept.isEmpty())
                .flatMapMany(recordings::withoutMedia)
                .retryWhen(AGAIN)
                .subscribe(outside::forget, failure -> log.error("event=decoded-not-compared", failure)));
    }

    @Override
    public void close() {
        comparing.dispose();
    }
}
