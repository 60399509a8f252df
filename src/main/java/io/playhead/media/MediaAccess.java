package io.playhead.media;

import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.Admitted;
import io.playhead.access.Caller;
import io.playhead.access.FailedAttempts;
import io.playhead.access.Scope;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import io.playhead.audit.Listener;
import io.playhead.cdr.Tenants;
import io.playhead.http.AtHand;
import io.playhead.http.Query;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Whose recordings a request for media may reach: those of a ticket, or of a token. */
final class MediaAccess {

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
     * @param listener as the listen log knows the viewer
     */
    record Viewer(
            Tenants tenants, @Nullable UUID participant, Optional<UUID> maker, int representation, Listener listener) {}

    Mono<Viewer> viewer(MediaRequest request) {
        return viewer(request.path(), request.query(), request.headers(), request.address());
    }

    /** By ticket if there is one, which stands for all else; then by token. */
    Mono<Viewer> viewer(MediaSubject wanted, Query query, HttpHeaders headers, @Nullable InetAddress address) {
        String ticket = query.first("ticket");
        if (ticket != null) {
            return failures.guardTicket(
                    address,
                    () -> Mono.fromCallable(
                            () -> viewer(tickets.verify(ticket, wanted.call(), wanted.only(), address))));
        }
        // call-logd takes no ?token= on the caller's own calls
        String token = wanted.me() ? null : query.first("token");
        return byToken(wanted, headers::get, address, token, query.first("tenant"));
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
                access.admit(wanted), admitted -> path.me() ? me(admitted, tenant) : administrator(admitted, tenant));
    }

    private Mono<Viewer> me(Admitted admitted, @Nullable String tenant) {
        return access.pbxUser(admitted)
                .flatMap(user -> access.resolve(admitted, tenant, Scope.ONE).map(caller -> viewer(caller, user)));
    }

    private Mono<Viewer> administrator(Admitted admitted, @Nullable String tenant) {
        return AtHand.map(access.resolve(admitted, tenant, Scope.TREE), caller -> viewer(caller, null));
    }

    private static Viewer viewer(Caller caller, @Nullable UUID participant) {
        return new Viewer(
                new Tenants(caller.tenants()), participant, Optional.of(caller.user()), 0, Listener.by(caller));
    }

    private static Viewer viewer(TicketGrant grant) {
        return new Viewer(
                new Tenants(Set.of(grant.tenant())), null, grant.maker(), grant.representation(), Listener.by(grant));
    }
}
