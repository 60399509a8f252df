package io.playhead.media;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.rendition.Renditions;
import io.playhead.waveform.Analysis;
import io.playhead.waveform.KeptAnalysis;
import io.playhead.waveform.Peaks;
import io.playhead.waveform.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What recordings' sound looks like: heard through once, then kept in memory for a while and in PostgreSQL. */
final class Analyses {

    private static final Logger log = LoggerFactory.getLogger(Analyses.class);

    /** In octets of peaks: a hundred recordings at least. */
    private static final long MOST = 16L << 20;

    private final AnalysisRepository repository;
    private final Renditions renditions;
    private final AsyncCache<String, Analysis> kept = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((String source, Analysis analysis) -> 1000 + weight(analysis.peaks()))
            .executor(Runnable::run)
            .buildAsync();

    Analyses(AnalysisRepository repository, Renditions renditions) {
        this.repository = repository;
        this.renditions = renditions;
    }

    private static int weight(Peaks peaks) {
        return peaks.length() * peaks.channels() * 4;
    }

    /** Those who ask for the same at the same time share one hearing, which goes on though they leave. */
    Mono<Analysis> of(StoredRecording stored, Sound sound) {
        String source = source(stored, sound);
        return Mono.fromFuture(
                () -> kept.get(
                        source,
                        (key, executor) -> analysis(stored, sound, source).toFuture()),
                true);
    }

    /** What an analysis is made of: another text where it may come out otherwise. */
    static String source(StoredRecording stored, Sound sound) {
        return stored.validator().opaque() + "/" + sound.rule() + "/" + KeptAnalysis.VERSION;
    }

    /** May read the sound once more, where the window is shorter than what is kept is exact for. */
    Mono<Peaks> peaks(StoredRecording stored, Sound sound, Analysis analysis, Window window) {
        return analysis.zoom().reads(window)
                ? renditions.work(stored.recording().tenant(), () -> analysis.peaks(window, sound.samples()))
                : Mono.fromCallable(() -> analysis.peaks(window, sound.samples()));
    }

    private Mono<Analysis> analysis(StoredRecording stored, Sound sound, String source) {
        return repository
                .find(stored.recording().uuid(), source)
                .switchIfEmpty(Mono.defer(() -> renditions
                        .work(stored.recording().tenant(), () -> Analysis.of(sound.samples()))
                        .flatMap(made -> repository
                                .keep(stored.recording().uuid(), source, made)
                                .onErrorResume(failure -> unkept(stored, failure))
                                .thenReturn(made))));
    }

    private static Mono<Void> unkept(StoredRecording stored, Throwable failure) {
        log.warn(
                "event=analysis-not-kept recording={} cause={}",
                stored.recording().uuid(),
                failure.toString());
        return Mono.empty();
    }
}
