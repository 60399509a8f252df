package io.playhead.media;

import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.Recording;
import io.playhead.problem.ProblemException;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Takes media away, and says who did: also where it failed, for then some of it may be gone. */
final class LoggedRemoval {

    private final MediaRemoval removal;
    private final AuditLog log;
    private final InstantSource clock;

    LoggedRemoval(MediaRemoval removal, AuditLog log, InstantSource clock) {
        this.removal = removal;
        this.log = log;
        this.clock = clock;
    }

    /** A removal that has begun goes on though nobody waits for it any more, and is told of. */
    Mono<Void> remove(Recording recording, Actor actor) {
        return recording.deleted()
                ? removal.remove(recording)
                : Mono.fromFuture(() -> told(recording, actor).toFuture(), true);
    }

    private Mono<Void> told(Recording recording, Actor actor) {
        return removal.remove(recording)
                .doOnSuccess(gone -> tell(recording, actor, "deleted"))
                .doOnError(failure -> tell(recording, actor, word(failure)));
    }

    private static String word(Throwable failure) {
        return failure instanceof ProblemException known ? known.problem().id() : "failed";
    }

    private void tell(Recording recording, Actor actor, String outcome) {
        log.log(AuditEntry.of(clock.instant(), Action.MEDIA_DELETED, recording.tenant(), actor)
                .about(recording.call(), recording.uuid())
                .outcome(outcome));
    }
}
