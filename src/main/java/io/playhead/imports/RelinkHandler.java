package io.playhead.imports;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.AclName;
import io.playhead.access.Scope;
import io.playhead.audit.Action;
import io.playhead.audit.Actor;
import io.playhead.audit.AuditEntry;
import io.playhead.audit.AuditLog;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.imports.Relinking.Relinked;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** {@code POST /recordings/{recording}/relink}: a missing recording's file is looked for, and its row follows it. */
final class RelinkHandler {

    private static final AclName CREATE = AclName.of("call-logd.recordings.{recording_uuid}.relink.create");

    private final Access access;
    private final Relinking relinking;
    private final AuditLog log;
    private final InstantSource clock;

    RelinkHandler(Access access, Relinking relinking, AuditLog log, InstantSource clock) {
        this.access = access;
        this.relinking = relinking;
        this.log = log;
        this.clock = clock;
    }

    Mono<Reply> create(ApiRequest request) {
        UUID recording = UUID.fromString(request.variable("recording"));
        return access.admit(AccessRequest.of(request, CREATE.with(recording)))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.TREE))
                .flatMap(caller -> {
                    Actor actor = Actor.of(caller.user(), request);
                    return relinking.relink(recording, caller.tenants(), relinked -> tell(relinked, actor));
                })
                .map(relinked ->
                        Replies.json(200, Map.of("recording_uuid", relinked.recording(), "filename", relinked.file())));
    }

    private void tell(Relinked relinked, Actor actor) {
        log.log(AuditEntry.of(clock.instant(), Action.MEDIA_RELINKED, relinked.tenant(), actor)
                .about(relinked.call(), relinked.recording())
                .outcome("relinked"));
    }
}
