package io.playhead.media;

import io.playhead.http.Conditions;
import io.playhead.http.Exchange;
import io.playhead.http.RangeResponder;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.rendition.Renditions;
import io.playhead.representation.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

/** {@code GET /cdr/{cdr}/media/timeline}: which second of the whole call is which recording. */
final class TimelineHandler {

    private final MediaAccess access;
    private final WholeCalls calls;
    private final RangeResponder responder;

    TimelineHandler(MediaAccess access, WholeCalls calls, RangeResponder responder) {
        this.access = access;
        this.calls = calls;
        this.responder = responder;
    }

    Mono<Reply> get(CallRequest request, Exchange exchange) {
        return access.viewer(request.path(), request.query(), request.headers(), request.address())
                .doOnNext(viewer -> exchange.calledBy(
                        viewer.listener().user(), viewer.listener().tenant()))
                .flatMap(viewer -> calls.find(request.path(), viewer))
                .map(call -> reply(request, Replies.text(new Timeline(call).body())));
    }

    private Reply reply(CallRequest request, String text) {
        Octets octets = new Octets(
                MediaType.APPLICATION_JSON,
                Renditions.validator(text),
                Instant.EPOCH,
                text.getBytes(StandardCharsets.UTF_8));
        return responder.undated(request.head(), Conditions.of(request.headers()), octets, MediaHeaders.forOne());
    }
}
