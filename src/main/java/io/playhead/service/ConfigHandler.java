package io.playhead.service;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import reactor.core.publisher.Mono;

/** {@code GET} and {@code PATCH /config}, for the master tenant alone. */
final class ConfigHandler {

    /** With an underscore: what may do everything in call-logd may not do this. */
    private static final String READ = "call_logd.config.read";

    private static final String UPDATE = "call_logd.config.update";

    private final Access access;
    private final EffectiveConfiguration configuration;
    private final DebugSwitch debug;

    ConfigHandler(Access access, EffectiveConfiguration configuration, DebugSwitch debug) {
        this.access = access;
        this.configuration = configuration;
        this.debug = debug;
    }

    Mono<Reply> get(ApiRequest request) {
        return admitted(request, READ).then(reply());
    }

    Mono<Reply> patch(ApiRequest request) {
        return admitted(request, UPDATE)
                .then(request.body())
                .map(ConfigPatch::of)
                .doOnNext(patch -> patch.debug().ifPresent(debug::turn))
                .then(reply());
    }

    private Mono<Void> admitted(ApiRequest request, String acl) {
        return access.admit(AccessRequest.of(request, acl)).flatMap(access::requireMaster);
    }

    private Mono<Reply> reply() {
        return Mono.fromCallable(() -> Replies.json(200, configuration.json()));
    }
}
