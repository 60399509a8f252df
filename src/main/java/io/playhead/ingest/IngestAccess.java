package io.playhead.ingest;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.http.ApiRequest;
import reactor.core.publisher.Mono;

/** Who may bring recordings, and whose they become: the tenant's of the request. */
record IngestAccess(Access access) {

    private static final String CREATE = "call-logd.recordings.create";

    Mono<Caller> caller(ApiRequest request) {
        return access.admit(AccessRequest.of(request, CREATE))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.ONE));
    }
}
