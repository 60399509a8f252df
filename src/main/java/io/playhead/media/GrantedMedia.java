package io.playhead.media;

import io.playhead.access.TicketGrant;
import io.playhead.cdr.CdrProblems;
import io.playhead.cdr.Recording;
import io.playhead.cdr.Tenants;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Finds what tickets are made for, and taken back. */
final class GrantedMedia {

    private final RecordingRows rows;
    private final RecordedCalls calls;

    GrantedMedia(RecordingRows rows, RecordedCalls calls) {
        this.rows = rows;
        this.calls = calls;
    }

    /** It, or the 404 for the call, or for the recording. */
    Mono<Granted> find(MediaSubject subject, Tenants tenants, @Nullable UUID participant) {
        UUID only = subject.only();
        return only == null
                ? calls.find(subject.call(), tenants, participant).map(Granted::of)
                : rows.find(subject.call(), only, tenants, participant).map(GrantedMedia::granted);
    }

    /** A recording that has the name of its whole call has no tickets: one would open the call. */
    private static Granted granted(Recording recording) {
        if (recording.uuid().equals(TicketGrant.wholeOf(recording.call()))) {
            throw CdrProblems.recordingNotFound(recording.uuid()).exception();
        }
        return Granted.of(recording);
    }
}
