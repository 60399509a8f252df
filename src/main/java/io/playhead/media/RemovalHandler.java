package io.playhead.media;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.AclName;
import io.playhead.access.Admitted;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.audit.Actor;
import io.playhead.cdr.CallIds;
import io.playhead.cdr.CallRepository;
import io.playhead.cdr.CdrProblems;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.math.BigInteger;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code DELETE …/media} of one recording, and {@code DELETE /cdr/recordings/media} of all those of many calls. */
final class RemovalHandler {

    private static final AclName DELETE = AclName.of("call-logd.cdr.{cdr_id}.recordings.{recording_uuid}.media.delete");
    private static final String DELETE_MANY = "call-logd.cdr.recordings.media.delete";

    private final Access access;
    private final CallRepository calls;
    private final RecordingRepository recordings;
    private final RecordingRows rows;
    private final LoggedRemoval removal;

    RemovalHandler(
            Access access,
            CallRepository calls,
            RecordingRepository recordings,
            RecordingRows rows,
            LoggedRemoval removal) {
        this.access = access;
        this.calls = calls;
        this.recordings = recordings;
        this.rows = rows;
        this.removal = removal;
    }

    Mono<Reply> deleteOne(ApiRequest request) {
        BigInteger call = new BigInteger(request.variable("cdr"));
        UUID recording = UUID.fromString(request.variable("recording"));
        return caller(access.admit(AccessRequest.of(request, DELETE.with(call, recording))))
                .flatMap(caller -> rows.find(call, recording, new Tenants(caller.tenants()), null)
                        .flatMap(found -> removal.remove(found, Actor.of(caller.user(), request))))
                .then(Mono.fromCallable(Replies::noContent));
    }

    /** All calls are looked for before anything is deleted. */
    Mono<Reply> deleteMany(ApiRequest request) {
        return access.admit(AccessRequest.of(request, DELETE_MANY))
                .flatMap(admitted -> request.body()
                        .map(CallIds::required)
                        .flatMap(ids -> caller(Mono.just(admitted)).flatMap(caller -> {
                            Tenants tenants = new Tenants(caller.tenants());
                            Actor actor = Actor.of(caller.user(), request);
                            return found(ids, tenants).then(deleted(ids, tenants, actor));
                        })))
                .then(Mono.fromCallable(Replies::noContent));
    }

    private Mono<Void> found(CallIds ids, Tenants tenants) {
        return calls.known(ids, tenants)
                .doOnNext(known -> ids.firstNotIn(known).ifPresent(unknown -> {
                    throw CdrProblems.callNotFound(unknown).exception();
                }))
                .then();
    }

    /** In the order of the calls, until one cannot be deleted. */
    private Mono<Void> deleted(CallIds ids, Tenants tenants, Actor actor) {
        return Flux.fromIterable(ids.distinct())
                .concatMap(call -> recordings
                        .ofCall(call, tenants)
                        .concatMap(recording -> removal.remove(recording, actor))
                        .onErrorMap(ProblemException.class, failure -> ofCall(failure, call)))
                .then();
    }

    private static Throwable ofCall(ProblemException failure, int call) {
        Throwable cause = failure.getCause();
        Problem more = failure.problem().with("cdr_id", call);
        return cause == null ? more.exception() : more.exception(cause);
    }

    private Mono<Caller> caller(Mono<Admitted> admitted) {
        return admitted.flatMap(known -> access.resolve(known, null, Scope.TREE));
    }
}
