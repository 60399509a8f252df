package io.playhead.media;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.AclName;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.access.TicketGrant;
import io.playhead.access.TicketRevocations;
import io.playhead.access.Tickets;
import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.Recording;
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
 * {@code DELETE …/media/tickets}: takes back one ticket, which is in the body, or all that have been made for a recording;
 * on one's own calls those that one has made oneself.
 */
final class TicketRevocationHandler {

    private static final AclName ADMINISTRATOR =
            AclName.of("call-logd.cdr.{cdr_id}.recordings.{recording_uuid}.media.tickets.delete");
    private static final AclName ME =
            AclName.of("call-logd.users.me.cdr.{cdr_id}.recordings.{recording_uuid}.media.tickets.delete");
    private static final String TICKET = "ticket";

    private final Access access;
    private final RecordingRows rows;
    private final Tickets tickets;
    private final TicketRevocations revocations;
    private final AuditLog log;
    private final InstantSource clock;

    TicketRevocationHandler(
            Access access,
            RecordingRows rows,
            Tickets tickets,
            TicketRevocations revocations,
            AuditLog log,
            InstantSource clock) {
        this.access = access;
        this.rows = rows;
        this.tickets = tickets;
        this.revocations = revocations;
        this.log = log;
        this.clock = clock;
    }

    Mono<Reply> delete(ApiRequest request) {
        MediaPath path = TicketHandler.path(request, false);
        return access.admit(AccessRequest.of(request, ADMINISTRATOR.with(path.call(), path.recording())))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.TREE))
                .flatMap(caller -> revoked(request, path, caller, null));
    }

    Mono<Reply> deleteMine(ApiRequest request) {
        MediaPath path = TicketHandler.path(request, true);
        return access.admit(AccessRequest.of(request, ME.with(path.call(), path.recording())))
                .flatMap(admitted -> access.pbxUser(admitted)
                        .flatMap(user -> access.resolve(admitted, null, Scope.ONE)
                                .flatMap(caller -> revoked(request, path, caller, user))));
    }

    /** @param participant on whose calls alone, and then the caller's tickets alone */
    private Mono<Reply> revoked(ApiRequest request, MediaPath path, Caller caller, @Nullable UUID participant) {
        Optional<UUID> maker = participant == null ? Optional.empty() : Optional.of(caller.user());
        return rows.find(path.call(), path.recording(), new Tenants(caller.tenants()), participant)
                .flatMap(recording -> TicketHandler.bodyIfAny(request)
                        .map(TicketRevocationHandler::named)
                        .flatMap(ticket -> revocations
                                .revoke(ticket, grant(ticket, path, maker))
                                .thenReturn("one"))
                        .switchIfEmpty(Mono.defer(() -> revocations
                                .revokeAll(path.recording(), maker)
                                .thenReturn(maker.isPresent() ? "own" : "all")))
                        .doOnNext(which -> tell(recording, Actor.of(caller.user(), request), which)))
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

    private TicketGrant grant(String ticket, MediaPath path, Optional<UUID> maker) {
        TicketGrant grant;
        try {
            grant = tickets.read(ticket);
        } catch (ProblemException notOurs) {
            throw notOfThese();
        }
        if (!grant.recording().equals(path.recording()) || maker.isPresent() && !maker.equals(grant.maker())) {
            throw notOfThese();
        }
        return grant;
    }

    private static ProblemException notOfThese() {
        return JsonFields.wrong(TICKET, "Not a ticket of this recording.", "ticket", "ticket");
    }

    private void tell(Recording recording, Actor actor, String which) {
        log.log(AuditEntry.of(clock.instant(), Action.TICKET_REVOKED, recording.tenant(), actor)
                .about(recording.call(), recording.uuid())
                .with("which", which));
    }
}
