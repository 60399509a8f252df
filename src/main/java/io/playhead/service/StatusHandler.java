package io.playhead.service;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** {@code GET /status}. */
final class StatusHandler {

    private static final String READ = "call-logd.status.read";

    private final Access access;
    private final List<StatusComponent> components;

    StatusHandler(Access access, List<StatusComponent> components) {
        this.access = access;
        this.components = List.copyOf(components);
    }

    Mono<Reply> get(ApiRequest request) {
        return access.admit(AccessRequest.of(request, READ)).map(admitted -> Replies.json(200, status()));
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        components.forEach(component ->
                status.put(component.name(), Map.of("status", component.works().getAsBoolean() ? "ok" : "fail")));
        return status;
    }
}
