package io.playhead.media;

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
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** {@code POST …/media/tickets}: what a player puts into an address instead of a token. */
final class TicketHandler {

    private final MediaAccess access;
    private final RecordingRows rows;
    private final Tickets tickets;
    private final InstantSource clock;
    private final AuditLog log;

    TicketHandler(MediaAccess access, RecordingRows rows, Tickets tickets, InstantSource clock, AuditLog log) {
        this.access = access;
        this.rows = rows;
        this.tickets = tickets;
        this.clock = clock;
        this.log = log;
    }

    Mono<Reply> create(ApiRequest request) {
        return create(request, false);
    }

    Mono<Reply> createMine(ApiRequest request) {
        return create(request, true);
    }

    private Mono<Reply> create(ApiRequest request, boolean me) {
        MediaPath path = new MediaPath(
                "", me, new BigInteger(request.variable("cdr")), UUID.fromString(request.variable("recording")));
        return access.byToken(path, request.headers(), null, null)
                .flatMap(viewer -> rows.find(path.call(), path.recording(), viewer.tenants(), viewer.participant())
                        .map(recording -> ticket(recording, viewer, request)))
                .map(ticket -> created(ticket, path.text(request.script())));
    }

    private Ticket ticket(Recording recording, MediaAccess.Viewer viewer, ApiRequest request) {
        if (recording.deleted()) {
            throw MediaProblems.deleted(recording.uuid()).exception();
        }
        Instant now = clock.instant();
        Ticket ticket = tickets.mint(new TicketGrant(
                recording.call(),
                recording.uuid(),
                recording.tenant(),
                viewer.maker(),
                now.plus(Tickets.lifetime(length(recording)))));
        log.log(AuditEntry.of(
                        now,
                        Action.TICKET_MADE,
                        recording.tenant(),
                        Actor.of(viewer.listener().user(), request))
                .about(recording.call(), recording.uuid())
                .with("expires_at", ticket.expires().toString()));
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

    private static Reply created(Ticket ticket, String url) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ticket", ticket.text());
        body.put("url", url + "?ticket=" + ticket.text());
        body.put("expires_at", ticket.expires().toString());
        Reply reply = Replies.json(201, body);
        reply.headers().set("cache-control", "no-store");
        return reply;
    }
}
