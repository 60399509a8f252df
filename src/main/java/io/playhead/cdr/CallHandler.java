package io.playhead.cdr;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.AclName;
import io.playhead.access.Admitted;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.cdr.CallReplies.Wanted;
import io.playhead.http.ApiRequest;
import io.playhead.http.Reply;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** {@code GET /cdr}, {@code GET /cdr/{cdr}}, {@code GET /users/{user}/cdr} and {@code GET /users/me/cdr}. */
final class CallHandler {

    private static final String READ_ALL = "call-logd.cdr.read";
    private static final AclName READ = AclName.of("call-logd.cdr.{cdr_id}.read");
    private static final AclName READ_OF_USER = AclName.of("call-logd.users.{user_uuid}.cdr.read");
    private static final String READ_MINE = "call-logd.users.me.cdr.read";
    private static final BigInteger GREATEST_ID = BigInteger.valueOf(Integer.MAX_VALUE);

    private final Access access;
    private final CallRepository calls;
    private final CallReplies replies;
    private final ZoneId zone;

    /** @param zone of times that say none */
    CallHandler(Access access, CallRepository calls, RecordingStates states, ZoneId zone) {
        this.access = access;
        this.calls = calls;
        this.replies = new CallReplies(calls, states);
        this.zone = zone;
    }

    Mono<Reply> list(ApiRequest request) {
        return access.admit(AccessRequest.withQuery(request, READ_ALL))
                .flatMap(admitted -> list(request, admitted, "/1.0/cdr", CallQuery.of(request.query(), zone)));
    }

    /** What {@code user_uuid} says does not matter here, be it what it may. */
    Mono<Reply> listOfUser(ApiRequest request) {
        String user = request.variable("user");
        String needed = READ_OF_USER.with(user);
        return access.admit(AccessRequest.withQuery(request, needed)).flatMap(admitted -> {
            CallQuery query = CallQuery.withoutUsers(request.query(), zone);
            CallFilter ofUser = query.filter().ofUsers(List.of(UUID.fromString(user)));
            return list(request, admitted, "/1.0/users/" + user + "/cdr", query.of(ofUser));
        });
    }

    Mono<Reply> listMine(ApiRequest request) {
        return access.admit(AccessRequest.withQuery(request, READ_MINE))
                .flatMap(admitted -> mine(request, admitted, CallQuery.of(request.query(), zone)));
    }

    Mono<Reply> get(ApiRequest request) {
        BigInteger id = new BigInteger(request.variable("cdr"));
        boolean withStates = "state".equals(request.query().first("include"));
        return access.admit(AccessRequest.of(request, READ.with(id)))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.TREE))
                .flatMap(caller -> find(id, caller))
                .flatMap(call -> replies.one(request, call, withStates));
    }

    private Mono<Reply> list(ApiRequest request, Admitted admitted, String path, CallQuery query) {
        return access.resolve(admitted, request.query().first("tenant"), Scope.recursive(query.recurse()))
                .map(caller -> new Wanted(request, path, query, new Tenants(caller.tenants()), false))
                .flatMap(replies::list);
    }

    private Mono<Reply> mine(ApiRequest request, Admitted admitted, CallQuery query) {
        return access.pbxUser(admitted)
                .flatMap(user -> access.resolve(admitted, request.query().first("tenant"), Scope.ONE)
                        .map(caller -> new Wanted(
                                request,
                                "/1.0/users/me/cdr",
                                query.of(query.filter().ofParticipant(user)),
                                new Tenants(caller.tenants()),
                                true)))
                .flatMap(replies::list);
    }

    private Mono<Call> find(BigInteger id, Caller caller) {
        Mono<Call> unknown = Mono.error(() -> CdrProblems.callNotFound(id).exception());
        return id.compareTo(GREATEST_ID) > 0
                ? unknown
                : calls.find(id.intValue(), new Tenants(caller.tenants())).switchIfEmpty(unknown);
    }
}
