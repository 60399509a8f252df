package io.playhead.media;

import io.playhead.access.Ticket;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code POST …/media/tickets}: what a player puts into an address instead of a token. */
final class TicketHandler {

    private final TicketMaker maker;

    TicketHandler(TicketMaker maker) {
        this.maker = maker;
    }

    Mono<Reply> create(ApiRequest request) {
        return create(request, false);
    }

    Mono<Reply> createMine(ApiRequest request) {
        return create(request, true);
    }

    private Mono<Reply> create(ApiRequest request, boolean me) {
        return create(request, path(request, me), wish(request));
    }

    /** For all of a call, of which there are renditions alone. */
    Mono<Reply> createOfCall(ApiRequest request) {
        return createOfCall(request, false);
    }

    Mono<Reply> createOfMyCall(ApiRequest request) {
        return createOfCall(request, true);
    }

    private Mono<Reply> createOfCall(ApiRequest request, boolean me) {
        return create(request, callPath(request, me), wish(request).doOnNext(TicketWish::checkRendition));
    }

    private Mono<Reply> create(ApiRequest request, MediaSubject subject, Mono<TicketWish> wish) {
        return maker.ticket(request, subject, wish).map(ticket -> created(made(ticket, subject, request)));
    }

    private static Mono<TicketWish> wish(ApiRequest request) {
        return bodyIfAny(request).map(body -> TicketWish.of(body, Set.of())).defaultIfEmpty(TicketWish.NONE);
    }

    static MediaPath path(ApiRequest request, boolean me) {
        return new MediaPath(
                "", me, new BigInteger(request.variable("cdr")), UUID.fromString(request.variable("recording")));
    }

    static CallPath callPath(ApiRequest request, boolean me) {
        return new CallPath("", me, new BigInteger(request.variable("cdr")), CallPath.MEDIA);
    }

    /** Empty where the request has none, or says {@code null}. */
    static Mono<JsonNode> bodyIfAny(ApiRequest request) {
        @Nullable String length = request.header("Content-Length");
        boolean none = request.header("Transfer-Encoding") == null
                && (length == null || length.strip().equals("0"));
        return none ? Mono.empty() : request.body().filter(body -> !body.isNull());
    }

    static Map<String, Object> made(Ticket ticket, MediaSubject subject, ApiRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ticket", ticket.text());
        body.put("url", subject.text(request.script()) + "?ticket=" + ticket.text());
        body.put("expires_at", ticket.expires().toString());
        return body;
    }

    static Reply created(Object body) {
        Reply reply = Replies.json(201, body);
        reply.headers().set("cache-control", "no-store");
        return reply;
    }
}
