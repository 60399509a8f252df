package io.playhead.media;

import io.playhead.cdr.Recording;
import io.playhead.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Opens all recordings of a call, a few at a time, and leaves out which cannot be heard. */
final class WholeCalls {

    private static final int AT_ONCE = 8;

    /** For good. What may be gone in a moment, as a disk that does not answer, fails the whole: it would come and go. */
    private static final Map<String, String> REASONS = Map.of(
            "recording-media-not-found", "deleted",
            "recording-media-filesystem-not-found", "missing",
            "recording-media-permission-denied", "unreadable",
            "recording-media-not-decodable", "undecodable");

    private final MediaAccess access;
    private final RecordedCalls calls;
    private final Media media;
    private final Sounds sounds;
    private final Duration longestGap;

    WholeCalls(MediaAccess access, RecordedCalls calls, Media media, Sounds sounds, MediaProperties properties) {
        this.access = access;
        this.calls = calls;
        this.media = media;
        this.sounds = sounds;
        this.longestGap = properties.longestGap();
    }

    /**
     * What can be heard of a call that the viewer may see, or the problem why there is nothing; {@code unauthorized} where
     * one of its recordings is refused to the viewer, even if that cannot be heard.
     */
    Mono<WholeCall> find(CallPath path, MediaAccess.Viewer viewer) {
        return calls.find(path.call(), viewer.tenants(), viewer.participant())
                .flatMap(recorded ->
                        access.requireEach(path, recorded.uuids(), viewer).thenReturn(recorded))
                .flatMap(recorded -> Flux.fromIterable(recorded.recordings())
                        .flatMapSequential(this::part, AT_ONCE)
                        .collectList()
                        .map(parts -> WholeCall.of(recorded, parts, longestGap)));
    }

    private Mono<CallPart> part(Recording recording) {
        return media.opened(recording)
                .flatMap(this::heard)
                .onErrorResume(ProblemException.class, failure -> leftOut(recording, failure));
    }

    private Mono<CallPart> heard(StoredRecording stored) {
        return stored.canBeRendered()
                ? sounds.of(stored).map(sound -> heard(stored, sound))
                : Mono.just(silent(stored, stored.facts().state().equals("empty") ? "empty" : "undecodable"));
    }

    /** Only who has decoded it knows of some that there is nothing in it. */
    private static CallPart heard(StoredRecording stored, Sound sound) {
        return sound.samples().frames() > 0 ? new CallPart.Heard(stored, sound) : silent(stored, "empty");
    }

    private static CallPart silent(StoredRecording stored, String reason) {
        Recording recording = stored.recording();
        return new CallPart.LeftOut(recording, reason, MediaProblems.unrendered(recording.uuid()));
    }

    private static Mono<CallPart> leftOut(Recording recording, ProblemException failure) {
        String reason = REASONS.get(failure.problem().id());
        return reason == null
                ? Mono.error(failure)
                : Mono.just(new CallPart.LeftOut(recording, reason, failure.problem()));
    }
}
