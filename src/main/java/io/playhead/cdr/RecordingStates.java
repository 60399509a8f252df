package io.playhead.cdr;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Looks at the media of recordings. Implemented by the room that can reach them. */
public interface RecordingStates {

    /** @return a state for each of the recordings */
    Mono<Map<UUID, RecordingState>> of(Collection<Recording> recordings);
}
