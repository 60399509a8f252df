package io.playhead.media;

import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingState;
import io.playhead.cdr.RecordingStates;
import io.playhead.problem.ProblemException;
import io.playhead.storage.StorageFailure;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at the media of recordings, a few at a time, and says honestly what is there. */
final class MediaStates implements RecordingStates {

    private static final int AT_ONCE = 8;

    private final Media media;

    MediaStates(Media media) {
        this.media = media;
    }

    @Override
    public Mono<Map<UUID, RecordingState>> of(Collection<Recording> recordings) {
        return Flux.fromIterable(recordings)
                .flatMap(recording -> state(recording).map(state -> Map.entry(recording.uuid(), state)), AT_ONCE)
                .collectMap(Map.Entry::getKey, entry -> new RecordingState(entry.getValue(), false));
    }

    private Mono<String> state(Recording recording) {
        if (recording.deleted()) {
            return Mono.just("deleted");
        }
        return media.open(recording)
                .flatMap(object -> media.look(recording, object))
                .map(RecordingFacts::state)
                .onErrorResume(ProblemException.class, problem -> Mono.just(unopened(problem)));
    }

    private static String unopened(ProblemException problem) {
        if (MediaProblems.isBeingWritten(problem)) {
            return "recording";
        }
        return problem.getCause() instanceof StorageFailure failure
                        && failure.reason() != StorageFailure.Reason.MISSING
                        && failure.reason() != StorageFailure.Reason.CHANGED
                ? "unreadable"
                : "missing";
    }
}
