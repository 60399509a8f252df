package io.playhead.media;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.access.Shares;
import io.playhead.audit.Heard;
import io.playhead.audit.Listens;
import io.playhead.cdr.Recording;
import io.playhead.http.AtHand;
import io.playhead.http.Body;
import io.playhead.http.Conditions;
import io.playhead.http.Delivery;
import io.playhead.http.Exchange;
import io.playhead.http.RangeResponder;
import io.playhead.http.Reply;
import io.playhead.media.MediaChoice.Offer;
import io.playhead.representation.Representation;
import reactor.core.publisher.Mono;

/** {@code GET /cdr/{cdr}/recordings/{recording}/media} and its twins, whatever server technology carried the request. */
final class MediaHandler {

    private final MediaAccess access;
    private final Shares shares;
    private final RecordingRows rows;
    private final Media media;
    private final MediaRenditions renditions;
    private final RangeResponder responder;
    private final Listens listens;

    MediaHandler(
            MediaAccess access,
            Shares shares,
            RecordingRows rows,
            Media media,
            MediaRenditions renditions,
            RangeResponder responder,
            Listens listens) {
        this.access = access;
        this.shares = shares;
        this.rows = rows;
        this.media = media;
        this.renditions = renditions;
        this.responder = responder;
        this.listens = listens;
    }

    /** A reply, or the problem why there is none. Reads no octets. */
    Mono<Reply> get(MediaRequest request, Exchange exchange) {
        return AtHand.then(
                AtHand.then(access.viewer(request), viewer -> asked(request, viewer, exchange)),
                asked -> chosen(request, asked, exchange));
    }

    /** What the request wishes, checked before anything is looked for, and what there is. */
    private record Asked(Wishes wishes, StoredRecording stored, MediaAccess.Viewer viewer) {}

    private Mono<Asked> asked(MediaRequest request, MediaAccess.Viewer viewer, Exchange exchange) {
        exchange.calledBy(viewer.listener().user(), viewer.listener().tenant());
        Wishes wishes = Wishes.of(request.query()).within(viewer);
        Mono<Recording> row =
                rows.find(request.path().call(), request.path().recording(), viewer.tenants(), viewer.participant());
        return AtHand.map(AtHand.then(row, media::opened), stored -> new Asked(wishes, stored, viewer));
    }

    private Mono<Reply> chosen(MediaRequest request, Asked asked, Exchange exchange) {
        StoredRecording stored = asked.stored();
        String url = request.path().text(request.script());
        Offer offer = MediaChoice.best(stored, asked.wishes(), MediaHeaders.accept(request.headers()), url);
        return AtHand.map(
                representation(stored, offer, asked.wishes()),
                chosen -> reply(request, asked, offer, chosen, url, exchange));
    }

    private Mono<Representation> representation(StoredRecording stored, Offer offer, Wishes wishes) {
        return offer.stored() ? Mono.just(stored) : renditions.of(stored, offer.format(), wishes);
    }

    private Reply reply(
            MediaRequest request, Asked asked, Offer offer, Representation chosen, String url, Exchange exchange) {
        Reply reply = responder.reply(
                request.head(), Conditions.of(request.headers()), chosen, described(request, asked, offer, url));
        Recording recording = asked.stored().recording();
        exchange.chose(offer.format().text());
        if (reply.body() instanceof Body.Part body) {
            if (!offer.stored() && renditions.isBusy(recording.tenant())) {
                throw MediaProblems.renditionsBusy().exception();
            }
            shares.begin(recording.tenant(), asked.viewer().maker().orElse(null), exchange);
            watch(request, asked, offer, chosen, body, exchange);
        }
        return reply;
    }

    private void watch(
            MediaRequest request, Asked asked, Offer offer, Representation chosen, Body.Part body, Exchange exchange) {
        Recording recording = asked.stored().recording();
        Heard heard = new Heard(
                recording.tenant(),
                recording.call(),
                recording.uuid(),
                offer.format().text(),
                chosen,
                asked.stored().facts().duration(),
                body);
        Delivery delivery = listens.begin(
                asked.viewer().listener(),
                heard,
                request.address(),
                request.headers().get(HttpHeaderNames.USER_AGENT));
        if (delivery != null) {
            exchange.watchedBy(delivery);
        }
    }

    private static HttpHeaders described(MediaRequest request, Asked asked, Offer offer, String url) {
        StoredRecording stored = asked.stored();
        Wishes wishes = asked.wishes();
        HttpHeaders headers = MediaHeaders.of(
                request.headers(),
                wishes,
                offer.stored() ? Format.ORIGINAL : offer.format(),
                stored.recording().filename(),
                url,
                () -> MediaChoice.alternates(MediaChoice.offers(stored, wishes), offer, wishes, url));
        String digest = offer.stored() ? stored.facts().sha256() : null;
        return digest == null ? headers : MediaHeaders.withDigest(headers, request.headers(), digest);
    }
}
