package io.playhead.ingest;

import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.Recording;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Says what has come in: to the listen log, and in figures. */
final class Told {

    private final AuditLog log;
    private final InstantSource clock;
    private final IngestMeters meters;

    Told(AuditLog log, InstantSource clock, IngestMeters meters) {
        this.log = log;
        this.clock = clock;
        this.meters = meters;
    }

    Mono<Outcome> of(Mono<Outcome> coming, Actor actor) {
        return coming.doOnNext(outcome -> tell(outcome, actor))
                .doOnError(failure -> meters.failed())
                .doOnCancel(meters::failed);
    }

    private void tell(Outcome outcome, Actor actor) {
        if (!outcome.made()) {
            meters.known();
            return;
        }
        Recording recording = outcome.recording();
        long octets = recording.facts() == null ? 0 : recording.facts().octets();
        meters.made(octets);
        log.log(AuditEntry.of(clock.instant(), Action.RECORDING_MADE, recording.tenant(), actor)
                .about(recording.call(), recording.uuid())
                .with("octets", octets)
                .with(
                        "sha256",
                        recording.facts() == null ? null : recording.facts().sha256()));
    }
}
