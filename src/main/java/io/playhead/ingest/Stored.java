package io.playhead.ingest;

import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.storage.Staged;
import java.time.Instant;
import java.util.UUID;

/** A recording whose octets are stored and which has no row yet. */
record Stored(NewRecording recording, Staged staged, RecordingFacts facts) {

    Recording row(int call, UUID tenant) {
        return new Recording(
                recording.uuid(),
                call,
                tenant,
                recording.start(),
                end(),
                staged.place().location(),
                facts);
    }

    /** As long as the audio is, where that is known. */
    private Instant end() {
        Long frames = facts.frames();
        Integer hertz = facts.hertz();
        return frames == null || hertz == null
                ? recording.fallbackEnd()
                : recording.start().plusMillis(frames * 1000 / hertz);
    }
}
