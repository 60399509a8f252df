package io.playhead.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.rendition.Renditions;
import io.playhead.waveform.Analysis;
import io.playhead.waveform.KeptAnalysis;
import io.playhead.waveform.Peaks;
import io.playhead.waveform.Window;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What recordings' sound looks like: heard through once, then kept in memory for a while and in PostgreSQL. */
final class Analyses {

    private static final Logger log = LoggerFactory.getLogger(Analyses.class);

    /** In octets: a hundred recordings at least. */
    private static final long MOST = 16L << 20;

    private final AnalysisRepository repository;
    private final Renditions renditions;
    private final Cache<String, Analysis> kept = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((String source, Analysis analysis) -> analysis.weight())
            .executor(Runnable::run)
            .build();
    private final ConcurrentMap<String, Hearing> underWay = new ConcurrentHashMap<>();

    Analyses(AnalysisRepository repository, Renditions renditions) {
        this.repository = repository;
        this.renditions = renditions;
    }

    /** A recording, how to come by its sound, and what it is kept under. */
    private record Heard(StoredRecording stored, SoundSource source, String key) {}

    /**
     * Those who ask for the same at the same time share one hearing, which is not begun if all of them have gone. Decodes
     * nothing where it is kept; {@code renditions-busy} where it is not and too much waits.
     */
    Mono<Analysis> of(StoredRecording stored, SoundSource source) {
        Heard heard = new Heard(stored, source, source(stored, source.rule()));
        return Mono.defer(() -> {
            Analysis known = kept.getIfPresent(heard.key());
            return known == null ? joined(heard) : Mono.just(known);
        });
    }

    /**
     * What an analysis is made of: another text where it may come out otherwise.
     *
     * @param rule the sound's
     */
    static String source(StoredRecording stored, String rule) {
        return stored.validator().opaque() + "/" + rule + "/" + KeptAnalysis.VERSION;
    }

    /** May read the sound once more, where the window is shorter than what is kept is exact for. */
    Mono<Peaks> peaks(StoredRecording stored, SoundSource source, Analysis analysis, Window window) {
        return analysis.zoom().reads(window)
                ? admitted(stored, source).flatMap(sound -> work(stored, () -> analysis.peaks(window, sound.samples())))
                : Mono.fromCallable(() -> analysis.peaks(window));
    }

    private Mono<Analysis> joined(Heard heard) {
        while (true) {
            Hearing before = underWay.get(heard.key());
            Hearing hearing = before == null ? start(heard) : before;
            if (hearing.join()) {
                return hearing.result().doFinally(end -> hearing.leave());
            }
            underWay.remove(heard.key(), hearing);
        }
    }

    private Hearing start(Heard heard) {
        Hearing mine = new Hearing(gone -> underWay.remove(heard.key(), gone));
        Hearing before = underWay.putIfAbsent(heard.key(), mine);
        if (before != null) {
            return before;
        }
        mine.follow(repository
                .find(heard.stored().recording().uuid(), heard.key())
                .switchIfEmpty(Mono.defer(() -> made(heard, mine)))
                .doOnNext(analysis -> kept.put(heard.key(), analysis))
                .doOnTerminate(() -> underWay.remove(heard.key(), mine)));
        return mine;
    }

    private Mono<Analysis> made(Heard heard, Hearing hearing) {
        StoredRecording stored = heard.stored();
        return admitted(stored, heard.source())
                .flatMap(sound -> work(stored, () -> {
                    hearing.begin();
                    return Analysis.of(sound.samples());
                }))
                .flatMap(made -> repository
                        .keep(stored.recording().uuid(), heard.key(), made)
                        .onErrorResume(failure -> unkept(stored, failure))
                        .thenReturn(made));
    }

    /** The sound, for which nothing is decoded outside if what follows would be refused. */
    private Mono<Sound> admitted(StoredRecording stored, SoundSource source) {
        return Mono.defer(() -> isBusy(stored) ? busy() : source.sound());
    }

    private <T> Mono<T> work(StoredRecording stored, Callable<T> work) {
        return isBusy(stored) ? busy() : renditions.work(stored.recording().tenant(), work);
    }

    private boolean isBusy(StoredRecording stored) {
        return renditions.isBusyBehind(stored.recording().tenant());
    }

    private static <T> Mono<T> busy() {
        return Mono.error(() -> MediaProblems.renditionsBusy().exception());
    }

    private static Mono<Void> unkept(StoredRecording stored, Throwable failure) {
        log.warn(
                "event=analysis-not-kept recording={} cause={}",
                stored.recording().uuid(),
                failure.toString());
        return Mono.empty();
    }
}
