package io.playhead.cdr;

import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.Scope;
import io.playhead.cdr.CallChanges.Changed;
import io.playhead.http.ApiRequest;
import io.playhead.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * {@code GET /cdr/events} and its twin: new and changed calls as server-sent events, each with the call as lists show it.
 * Begins again where {@code Last-Event-ID} says. Ends when Playhead does, so that no drain waits for those who only
 * listen for calls.
 */
final class CallEvents implements SmartLifecycle {

    /** A comment now and then shows both sides, and all between them, that the other is still there. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final Access access;
    private final CallChanges changes;
    private volatile Sinks.One<Boolean> end = Sinks.one();
    private volatile boolean running;

    CallEvents(Access access, CallChanges changes) {
        this.access = access;
        this.changes = changes;
    }

    Mono<Reply> all(ApiRequest request) {
        return access.admit(AccessRequest.withQuery(request, "call-logd.cdr.read"))
                .flatMap(admitted -> {
                    Fields fields = new Fields(request.query(), ZoneOffset.UTC);
                    boolean recurse = fields.flag("recurse", false);
                    fields.refuseInvalid();
                    return access.resolve(admitted, request.query().first("tenant"), Scope.recursive(recurse))
                            .map(caller -> reply(request, new Tenants(caller.tenants()), null));
                });
    }

    Mono<Reply> mine(ApiRequest request) {
        return access.admit(AccessRequest.withQuery(request, "call-logd.users.me.cdr.read"))
                .flatMap(admitted -> access.pbxUser(admitted)
                        .flatMap(user -> access.resolve(
                                        admitted, request.query().first("tenant"), Scope.ONE)
                                .map(caller -> reply(request, new Tenants(caller.tenants()), user))));
    }

    private Reply reply(ApiRequest request, Tenants tenants, @Nullable UUID user) {
        Flux<String> events =
                changes.after(last(request.header("Last-Event-ID")), tenants).map(changed -> text(changed, user));
        Flux<String> signs = Flux.interval(SIGN_OF_LIFE).onBackpressureDrop().map(tick -> ":\n\n");
        Flux<String> all = Flux.concat(Mono.just("retry: 2000\n\n"), Flux.merge(events, signs));
        Reply reply = Reply.streamed(
                200,
                "text/event-stream",
                all.takeUntilOther(end.asMono()).map(text -> text.getBytes(StandardCharsets.UTF_8)));
        reply.headers().set("cache-control", "no-store");
        reply.headers().set("x-accel-buffering", "no");
        return reply;
    }

    /** What is no mark of ours is none. */
    private static OptionalLong last(@Nullable String id) {
        return id != null && id.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
    }

    /** The mark comes with the last: whoever begins again after a part of them gets all of them again. */
    private static String text(Changed changed, @Nullable UUID user) {
        StringBuilder text = new StringBuilder();
        for (Call call : changed.calls()) {
            if (user == null) {
                event(text, CallJson.text(call, false));
            } else if (call.participants().stream()
                    .anyMatch(participant -> participant.userUuid().equals(user))) {
                event(text, CallJson.text(call, true));
            }
        }
        changed.mark().ifPresent(mark -> text.append("id: ").append(mark).append("\n\n"));
        return text.toString();
    }

    private static void event(StringBuilder text, String json) {
        text.append("event: call\ndata: ").append(json).append("\n\n");
    }

    @Override
    public void start() {
        end = Sinks.one();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        end.tryEmitValue(true).orThrow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the server begins to drain. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
