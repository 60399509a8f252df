package io.playhead.cdr;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.AclName;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** {@code GET /cdr} and {@code GET /cdr/{cdr}}. */
final class CallHandler {

    private static final String READ_ALL = "call-logd.cdr.read";
    private static final AclName READ = AclName.of("call-logd.cdr.{cdr_id}.read");
    private static final BigInteger GREATEST_ID = BigInteger.valueOf(Integer.MAX_VALUE);

    private final Access access;
    private final CallRepository calls;
    private final RecordingStates states;

    CallHandler(Access access, CallRepository calls, RecordingStates states) {
        this.access = access;
        this.calls = calls;
        this.states = states;
    }

    Mono<Reply> list(ApiRequest request) {
        return access.admit(credentials(request, request.query().first("token"), READ_ALL))
                .flatMap(admitted -> {
                    CallQuery query = CallQuery.of(request.query());
                    return access.resolve(admitted, request.query().first("tenant"), Scope.recursive(query.recurse()))
                            .flatMap(caller -> page(query, caller));
                });
    }

    Mono<Reply> get(ApiRequest request) {
        BigInteger id = new BigInteger(request.variable("cdr"));
        boolean withStates = "state".equals(request.query().first("include"));
        return access.admit(credentials(request, null, READ.with(id)))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.TREE))
                .flatMap(caller -> find(id, caller))
                .flatMap(call ->
                        states(withStates, List.of(call)).map(known -> Replies.json(200, CallJson.call(call, known))));
    }

    private Mono<Reply> page(CallQuery query, Caller caller) {
        return calls.page(query, new Tenants(caller.tenants()))
                .flatMap(page -> states(query.states(), page.calls()).map(known -> list(page, known)));
    }

    private Mono<Call> find(BigInteger id, Caller caller) {
        Mono<Call> unknown = Mono.error(() -> CdrProblems.callNotFound(id).exception());
        return id.compareTo(GREATEST_ID) > 0
                ? unknown
                : calls.find(id.intValue(), new Tenants(caller.tenants())).switchIfEmpty(unknown);
    }

    private Mono<Map<UUID, RecordingState>> states(boolean wanted, List<Call> of) {
        return wanted
                ? states.of(
                        of.stream().flatMap(call -> call.recordings().stream()).toList())
                : Mono.just(Map.of());
    }

    private static Reply list(Page page, Map<UUID, RecordingState> states) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "items",
                page.calls().stream().map(call -> CallJson.call(call, states)).toList());
        body.put("total", page.total());
        body.put("filtered", page.filtered());
        return Replies.json(200, body);
    }

    private static AccessRequest credentials(ApiRequest request, @Nullable String token, String acl) {
        return new AccessRequest(
                request.header("X-Auth-Token"),
                request.header("Authorization"),
                token,
                request.header("Wazo-Tenant"),
                acl);
    }
}
