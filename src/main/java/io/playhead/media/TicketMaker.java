package io.playhead.media;

import io.netty.util.NetUtil;
import io.playhead.access.Ticket;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.http.ApiRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Makes a ticket for a recording that its maker may play, and says so in the listen log. */
final class TicketMaker {

    private final MediaAccess access;
    private final RecordingRows rows;
    private final Tickets tickets;
    private final InstantSource clock;
    private final AuditLog log;

    TicketMaker(MediaAccess access, RecordingRows rows, Tickets tickets, InstantSource clock, AuditLog log) {
        this.access = access;
        this.rows = rows;
        this.tickets = tickets;
        this.clock = clock;
        this.log = log;
    }

    /** @param path of what it is for; the request tells by whom it is made */
    Mono<Ticket> ticket(ApiRequest request, MediaPath path, Mono<TicketWish> wish) {
        return access.byToken(path, request.headers(), request.address(), null, null)
                .flatMap(viewer -> wish.flatMap(
                        wished -> rows.find(path.call(), path.recording(), viewer.tenants(), viewer.participant())
                                .map(recording -> ticket(recording, viewer, wished, request))));
    }

    private Ticket ticket(Recording recording, MediaAccess.Viewer viewer, TicketWish wish, ApiRequest request) {
        if (recording.deleted()) {
            throw MediaProblems.deleted(recording.uuid()).exception();
        }
        Instant now = clock.instant();
        Ticket ticket = tickets.mint(new TicketGrant(
                recording.call(),
                recording.uuid(),
                recording.tenant(),
                viewer.maker(),
                now,
                now.plus(wish.lifetime().orElseGet(() -> Tickets.lifetime(length(recording)))),
                wish.format().map(Format::number).orElse(0),
                wish.address()));
        log.log(AuditEntry.of(
                        now,
                        Action.TICKET_MADE,
                        recording.tenant(),
                        Actor.of(viewer.listener().user(), request))
                .about(recording.call(), recording.uuid())
                .with("expires_at", ticket.expires().toString())
                .with("representation", wish.format().map(Format::text).orElse(null))
                .with("for_address", wish.address() == null ? null : NetUtil.toAddressString(wish.address())));
        return ticket;
    }

    /** Of the audio where it is known, else of the time in which it was recorded. */
    private static Duration length(Recording recording) {
        RecordingFacts facts = recording.facts();
        Duration recorded = Duration.between(recording.start(), recording.end());
        if (facts == null) {
            return recorded;
        }
        Long frames = facts.frames();
        Integer hertz = facts.hertz();
        return frames == null || hertz == null ? recorded : Duration.ofSeconds(frames / hertz + 1);
    }
}
