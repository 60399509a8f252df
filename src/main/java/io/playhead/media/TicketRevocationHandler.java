package io.playhead.media;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.access.TicketGrant;
import io.playhead.access.TicketRevocations;
import io.playhead.access.Tickets;
import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.Tenants;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.problem.ProblemException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * {@code DELETE …/media/tickets}: takes back one ticket, which is in the body, or all that have been made for a recording,
 * or for all of a call; on one's own calls those that one has made oneself.
 */
final class TicketRevocationHandler {

    private static final String TICKET = "ticket";

    private final Access access;
    private final GrantedMedia media;
    private final Tickets tickets;
    private final TicketRevocations revocations;
    private final AuditLog log;
    private final InstantSource clock;

    TicketRevocationHandler(
            Access access,
            GrantedMedia media,
            Tickets tickets,
            TicketRevocations revocations,
            AuditLog log,
            InstantSource clock) {
        this.access = access;
        this.media = media;
        this.tickets = tickets;
        this.revocations = revocations;
        this.log = log;
        this.clock = clock;
    }

    Mono<Reply> delete(ApiRequest request) {
        return revoked(request, TicketHandler.path(request, false));
    }

    Mono<Reply> deleteMine(ApiRequest request) {
        return revokedMine(request, TicketHandler.path(request, true));
    }

    Mono<Reply> deleteOfCall(ApiRequest request) {
        return revoked(request, TicketHandler.callPath(request, false));
    }

    Mono<Reply> deleteOfMyCall(ApiRequest request) {
        return revokedMine(request, TicketHandler.callPath(request, true));
    }

    private Mono<Reply> revoked(ApiRequest request, MediaSubject subject) {
        return access.admit(AccessRequest.of(request, subject.revocationAcl()))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.TREE))
                .flatMap(caller -> revoked(request, subject, caller, null));
    }

    private Mono<Reply> revokedMine(ApiRequest request, MediaSubject subject) {
        return access.admit(AccessRequest.of(request, subject.revocationAcl()))
                .flatMap(admitted -> access.pbxUser(admitted)
                        .flatMap(user -> access.resolve(admitted, null, Scope.ONE)
                                .flatMap(caller -> revoked(request, subject, caller, user))));
    }

    /** @param participant on whose calls alone, and then the caller's tickets alone */
    private Mono<Reply> revoked(ApiRequest request, MediaSubject subject, Caller caller, @Nullable UUID participant) {
        Optional<UUID> maker = participant == null ? Optional.empty() : Optional.of(caller.user());
        return media.find(subject, new Tenants(caller.tenants()), participant)
                .flatMap(granted -> TicketHandler.bodyIfAny(request)
                        .map(TicketRevocationHandler::named)
                        .flatMap(ticket -> revocations
                                .revoke(ticket, grant(ticket, granted, maker))
                                .thenReturn("one"))
                        .switchIfEmpty(Mono.defer(() -> revocations
                                .revokeAll(granted.name(), maker)
                                .thenReturn(maker.isPresent() ? "own" : "all")))
                        .doOnNext(which -> tell(granted, Actor.of(caller.user(), request), which)))
                .map(which -> Replies.noContent());
    }

    private static String named(JsonNode body) {
        JsonFields.known(body, Set.of(TICKET), Set.of());
        JsonNode ticket = body.path(TICKET);
        if (!ticket.isString()) {
            throw JsonFields.wrong(TICKET, "Missing data for required field.", "required", "required");
        }
        return ticket.asString();
    }

    private TicketGrant grant(String ticket, Granted granted, Optional<UUID> maker) {
        TicketGrant grant;
        try {
            grant = tickets.read(ticket);
        } catch (ProblemException notOurs) {
            throw notOfThese();
        }
        if (!grant.recording().equals(granted.name()) || maker.isPresent() && !maker.equals(grant.maker())) {
            throw notOfThese();
        }
        return grant;
    }

    private static ProblemException notOfThese() {
        return JsonFields.wrong(TICKET, "Not a ticket of this recording or call.", "ticket", "ticket");
    }

    private void tell(Granted granted, Actor actor, String which) {
        AuditEntry entry = AuditEntry.of(clock.instant(), Action.TICKET_REVOKED, granted.tenant(), actor);
        log.log(granted.told(entry).with("which", which));
    }
}
