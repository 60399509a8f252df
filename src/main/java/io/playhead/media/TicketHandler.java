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
        MediaPath path = path(request, me);
        Mono<TicketWish> wish =
                bodyIfAny(request).map(body -> TicketWish.of(body, Set.of())).defaultIfEmpty(TicketWish.NONE);
        return maker.ticket(request, path, wish).map(ticket -> created(made(ticket, path, request)));
    }

    static MediaPath path(ApiRequest request, boolean me) {
        return new MediaPath(
                "", me, new BigInteger(request.variable("cdr")), UUID.fromString(request.variable("recording")));
    }

    /** Empty where the request has none, or says {@code null}. */
    static Mono<JsonNode> bodyIfAny(ApiRequest request) {
        @Nullable String length = request.header("Content-Length");
        boolean none = request.header("Transfer-Encoding") == null
                && (length == null || length.strip().equals("0"));
        return none ? Mono.empty() : request.body().filter(body -> !body.isNull());
    }

    static Map<String, Object> made(Ticket ticket, MediaPath path, ApiRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ticket", ticket.text());
        body.put("url", path.text(request.script()) + "?ticket=" + ticket.text());
        body.put("expires_at", ticket.expires().toString());
        return body;
    }

    static Reply created(Object body) {
        Reply reply = Replies.json(201, body);
        reply.headers().set("cache-control", "no-store");
        return reply;
    }
}
