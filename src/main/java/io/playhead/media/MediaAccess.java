package io.playhead.media;

import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.access.Access;
import io.playhead.access.AccessProblems;
import io.playhead.access.AccessRequest;
import io.playhead.access.Admitted;
import io.playhead.access.Caller;
import io.playhead.access.FailedAttempts;
import io.playhead.access.RefusedCaller;
import io.playhead.access.Scope;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import io.playhead.audit.Listener;
import io.playhead.cdr.Tenants;
import io.playhead.http.AtHand;
import io.playhead.http.Query;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whose recordings a request for media may reach: those of a ticket, or of a token. */
final class MediaAccess {

    /** Each may be a question to the authority. */
    private static final int AT_ONCE = 8;

    private final Access access;
    private final Tickets tickets;
    private final FailedAttempts failures;

    MediaAccess(Access access, Tickets tickets, FailedAttempts failures) {
        this.access = access;
        this.tickets = tickets;
        this.failures = failures;
    }

    /**
     * @param participant if there, only calls in which this user takes part
     * @param maker whom a ticket that is made for this viewer will name
     * @param representation by number, the only one; 0 is any
     * @param channel by number, the only choice; 0 is any
     * @param listener as the listen log knows the viewer
     * @param shown by which a token's viewer came in; null by ticket
     */
    record Viewer(
            Tenants tenants,
            @Nullable UUID participant,
            Optional<UUID> maker,
            int representation,
            int channel,
            Listener listener,
            @Nullable AccessRequest shown) {}

    Mono<Viewer> viewer(MediaRequest request) {
        return viewer(request.path(), request.query(), request.headers(), request.address());
    }

    /** By ticket if there is one, which stands for all else; then by token. */
    Mono<Viewer> viewer(MediaSubject wanted, Query query, HttpHeaders headers, @Nullable InetAddress address) {
        String ticket = query.first("ticket");
        if (ticket != null) {
            return failures.guardTicket(
                    address, () -> Mono.fromCallable(() -> viewer(verified(ticket, wanted, address))));
        }
        // call-logd takes no ?token= on the caller's own calls
        String token = wanted.me() ? null : query.first("token");
        return byToken(wanted, headers::get, address, token, query.first("tenant"));
    }

    /** A ticket for one form of the media opens that alone: the description, waveform or timeline tells of the others. */
    private TicketGrant verified(String ticket, MediaSubject wanted, @Nullable InetAddress address) {
        TicketGrant grant = tickets.verify(ticket, wanted.call(), wanted.only(), address);
        if (grant.isForOneForm() && !wanted.isMedia()) {
            throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception(RefusedCaller.of(grant));
        }
        return grant;
    }

    /** By the token of the headers, or the one given. */
    Mono<Viewer> byToken(
            MediaSubject path,
            Function<String, @Nullable String> headers,
            @Nullable InetAddress address,
            @Nullable String token,
            @Nullable String tenant) {
        AccessRequest wanted = new AccessRequest(
                headers.apply("x-auth-token"),
                headers.apply("authorization"),
                token,
                headers.apply("wazo-tenant"),
                path.acl(),
                address);
        return AtHand.then(
                access.admit(wanted),
                admitted -> path.me() ? me(admitted, tenant, wanted) : administrator(admitted, tenant, wanted));
    }

    /**
     * Completes if the viewer may have the media of each of a call's recordings alone too; else the refusal of one. Of a
     * ticket that was asked when it was made.
     */
    Mono<Void> requireEach(CallPath call, Collection<UUID> recordings, Viewer viewer) {
        AccessRequest shown = viewer.shown();
        return shown == null
                ? Mono.empty()
                : Flux.fromIterable(recordings)
                        .map(recording -> shown.wanting(call.of(recording).acl()))
                        .flatMap(access::admit, AT_ONCE)
                        .then();
    }

    private Mono<Viewer> me(Admitted admitted, @Nullable String tenant, AccessRequest shown) {
        return access.pbxUser(admitted)
                .flatMap(
                        user -> access.resolve(admitted, tenant, Scope.ONE).map(caller -> viewer(caller, user, shown)));
    }

    private Mono<Viewer> administrator(Admitted admitted, @Nullable String tenant, AccessRequest shown) {
        return AtHand.map(access.resolve(admitted, tenant, Scope.TREE), caller -> viewer(caller, null, shown));
    }

    private static Viewer viewer(Caller caller, @Nullable UUID participant, AccessRequest shown) {
        return new Viewer(
                new Tenants(caller.tenants()),
                participant,
                Optional.of(caller.user()),
                0,
                0,
                Listener.by(caller),
                shown);
    }

    private static Viewer viewer(TicketGrant grant) {
        return new Viewer(
                new Tenants(Set.of(grant.tenant())),
                null,
                grant.maker(),
                grant.representation(),
                grant.channel(),
                Listener.by(grant),
                null);
    }
}
