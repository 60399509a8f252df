package io.playhead.media;

import io.netty.util.NetUtil;
import io.playhead.access.Ticket;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.http.ApiRequest;
import io.playhead.pcm.ChannelChoice;
import java.time.Instant;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Makes a ticket for a recording or a call that its maker may play, and says so in the listen log. */
final class TicketMaker {

    private final MediaAccess access;
    private final GrantedMedia media;
    private final Tickets tickets;
    private final InstantSource clock;
    private final AuditLog log;

    TicketMaker(MediaAccess access, GrantedMedia media, Tickets tickets, InstantSource clock, AuditLog log) {
        this.access = access;
        this.media = media;
        this.tickets = tickets;
        this.clock = clock;
        this.log = log;
    }

    /** @param subject what it is for; the request tells by whom it is made */
    Mono<Ticket> ticket(ApiRequest request, MediaSubject subject, Mono<TicketWish> wish) {
        return access.byToken(subject, request.headers(), request.address(), null, null)
                .flatMap(viewer -> wish.flatMap(
                        wished -> granted(subject, viewer).map(granted -> ticket(granted, viewer, wished, request))));
    }

    /** A ticket for all of a call needs the right to each of its recordings. */
    private Mono<Granted> granted(MediaSubject subject, MediaAccess.Viewer viewer) {
        Mono<Granted> found = media.find(subject, viewer.tenants(), viewer.participant());
        return subject instanceof CallPath call
                ? found.flatMap(granted ->
                        access.requireEach(call, granted.parts(), viewer).thenReturn(granted))
                : found;
    }

    private Ticket ticket(Granted granted, MediaAccess.Viewer viewer, TicketWish wish, ApiRequest request) {
        granted.gone().ifPresent(problem -> {
            throw problem.exception();
        });
        Instant now = clock.instant();
        Ticket ticket = tickets.mint(new TicketGrant(
                granted.call(),
                granted.name(),
                granted.tenant(),
                viewer.maker(),
                now,
                now.plus(wish.lifetime().orElse(granted.lifetime())),
                wish.format().map(Format::number).orElse(0),
                TicketChannel.number(wish.channel()),
                wish.address()));
        Actor actor = Actor.of(viewer.listener().user(), request);
        log.log(granted.told(AuditEntry.of(now, Action.TICKET_MADE, granted.tenant(), actor))
                .with("expires_at", ticket.expires().toString())
                .with("representation", wish.format().map(Format::text).orElse(null))
                .with(
                        "channel",
                        wish.channel().equals(ChannelChoice.ALL)
                                ? null
                                : wish.channel().toString())
                .with("for_address", wish.address() == null ? null : NetUtil.toAddressString(wish.address())));
        return ticket;
    }
}
