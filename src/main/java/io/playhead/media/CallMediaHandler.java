package io.playhead.media;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.access.Shares;
import io.playhead.audit.Heard;
import io.playhead.audit.Listens;
import io.playhead.http.Body;
import io.playhead.http.Conditions;
import io.playhead.http.Delivery;
import io.playhead.http.Exchange;
import io.playhead.http.RangeResponder;
import io.playhead.http.Reply;
import io.playhead.media.MediaChoice.Offer;
import io.playhead.representation.Representation;
import reactor.core.publisher.Mono;

/** {@code GET /cdr/{cdr}/media} and its twins: all that was recorded of a call, as one. */
final class CallMediaHandler {

    private final MediaAccess access;
    private final Shares shares;
    private final WholeCalls calls;
    private final MediaRenditions renditions;
    private final RangeResponder responder;
    private final Listens listens;

    CallMediaHandler(
            MediaAccess access,
            Shares shares,
            WholeCalls calls,
            MediaRenditions renditions,
            RangeResponder responder,
            Listens listens) {
        this.access = access;
        this.shares = shares;
        this.calls = calls;
        this.renditions = renditions;
        this.responder = responder;
        this.listens = listens;
    }

    /** What is asked for, and by whom. */
    private record Asked(CallRequest request, Wishes wishes, MediaAccess.Viewer viewer, WholeCall call) {

        Offer best() {
            return MediaChoice.bestRendition(call, wishes, MediaHeaders.accept(request.headers()), request.url());
        }

        HttpHeaders described(Offer offer) {
            return MediaHeaders.of(
                    request.headers(),
                    wishes,
                    offer.format(),
                    call.call().filename(),
                    request.url(),
                    () -> MediaChoice.alternates(MediaChoice.renditions(call, wishes), offer, wishes, request.url()));
        }
    }

    /** A reply, or the problem why there is none. Reads no octets. */
    Mono<Reply> get(CallRequest request, Exchange exchange) {
        return access.viewer(request.path(), request.query(), request.headers(), request.address())
                .flatMap(viewer -> asked(request, viewer, exchange))
                .map(asked -> reply(asked, exchange));
    }

    private Mono<Asked> asked(CallRequest request, MediaAccess.Viewer viewer, Exchange exchange) {
        exchange.calledBy(viewer.listener().user(), viewer.listener().tenant());
        Wishes wishes = Wishes.of(request.query()).within(viewer);
        return calls.find(request.path(), viewer).map(call -> new Asked(request, wishes, viewer, call));
    }

    private Reply reply(Asked asked, Exchange exchange) {
        CallRequest request = asked.request();
        Offer offer = asked.best();
        Representation chosen = renditions.of(asked.call(), offer.format(), asked.wishes());
        Reply reply =
                responder.undated(request.head(), Conditions.of(request.headers()), chosen, asked.described(offer));
        exchange.chose(offer.format().text());
        if (reply.body() instanceof Body.Part body) {
            begin(asked, offer, chosen, body, exchange);
        }
        return reply;
    }

    private void begin(Asked asked, Offer offer, Representation chosen, Body.Part body, Exchange exchange) {
        if (renditions.isBusy(asked.call().tenant())) {
            throw MediaProblems.renditionsBusy().exception();
        }
        shares.begin(asked.call().tenant(), asked.viewer().maker().orElse(null), exchange);
        Timeline timeline = new Timeline(asked.call());
        Heard heard = new Heard(
                asked.call().tenant(),
                asked.call().call().id(),
                null,
                timeline.pieces(),
                offer.format().text(),
                chosen,
                timeline.length(),
                body);
        Delivery delivery = listens.begin(
                asked.viewer().listener(),
                heard,
                asked.request().address(),
                asked.request().headers().get(HttpHeaderNames.USER_AGENT));
        if (delivery != null) {
            exchange.watchedBy(delivery);
        }
    }
}
