package io.playhead.media;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.access.Shares;
import io.playhead.audit.Heard;
import io.playhead.audit.Listener;
import io.playhead.audit.Listens;
import io.playhead.cdr.Recording;
import io.playhead.http.AtHand;
import io.playhead.http.Body;
import io.playhead.http.Conditions;
import io.playhead.http.Delivery;
import io.playhead.http.Exchange;
import io.playhead.http.RangeResponder;
import io.playhead.http.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** {@code GET /cdr/{cdr}/recordings/{recording}/media} and its twins, whatever server technology carried the request. */
final class MediaHandler {

    private final MediaAccess access;
    private final Shares shares;
    private final RecordingRows rows;
    private final Media media;
    private final RangeResponder responder;
    private final Listens listens;

    MediaHandler(
            MediaAccess access,
            Shares shares,
            RecordingRows rows,
            Media media,
            RangeResponder responder,
            Listens listens) {
        this.access = access;
        this.shares = shares;
        this.rows = rows;
        this.media = media;
        this.responder = responder;
        this.listens = listens;
    }

    /** A reply, or the problem why there is none. Reads no octets. */
    Mono<Reply> get(MediaRequest request, Exchange exchange) {
        return AtHand.map(
                AtHand.then(access.viewer(request), viewer -> asked(request, viewer, exchange)),
                asked -> chosen(request, asked, exchange));
    }

    /** What the request wishes, checked before anything is looked for, and what there is. */
    private record Asked(MediaChoice.Wishes wishes, StoredRecording stored, MediaAccess.Viewer viewer) {}

    private Mono<Asked> asked(MediaRequest request, MediaAccess.Viewer viewer, Exchange exchange) {
        exchange.calledBy(viewer.listener().user(), viewer.listener().tenant());
        MediaChoice.Wishes wishes = MediaChoice.Wishes.of(request.query()).within(viewer.representation());
        Mono<Recording> row =
                rows.find(request.path().call(), request.path().recording(), viewer.tenants(), viewer.participant());
        return AtHand.map(AtHand.then(row, media::opened), stored -> new Asked(wishes, stored, viewer));
    }

    private Reply chosen(MediaRequest request, Asked asked, Exchange exchange) {
        MediaChoice.Wishes wishes = asked.wishes();
        String url = request.path().text(request.script());
        StoredRecording chosen = MediaChoice.best(asked.stored(), wishes, accept(request.headers()), url);
        Reply reply = responder.reply(
                request.head(), Conditions.of(request.headers()), chosen, described(request, wishes, chosen, url));
        exchange.chose(Format.ORIGINAL.text());
        if (reply.body() instanceof Body.Part body) {
            shares.begin(chosen.recording().tenant(), asked.viewer().maker().orElse(null), exchange);
            watch(request, asked.viewer().listener(), chosen, body, exchange);
        }
        return reply;
    }

    private void watch(
            MediaRequest request, Listener listener, StoredRecording chosen, Body.Part body, Exchange exchange) {
        Recording recording = chosen.recording();
        Heard heard = new Heard(
                recording.tenant(),
                recording.call(),
                recording.uuid(),
                Format.ORIGINAL.text(),
                chosen,
                chosen.facts().duration(),
                body);
        Delivery delivery = listens.begin(
                listener, heard, request.address(), request.headers().get(HttpHeaderNames.USER_AGENT));
        if (delivery != null) {
            exchange.watchedBy(delivery);
        }
    }

    /** As call-logd: a download, unless a player asks for a range. */
    private static HttpHeaders described(
            MediaRequest request, MediaChoice.Wishes wishes, StoredRecording chosen, String url) {
        String disposition = wishes.disposition()
                .orElse(request.headers().contains(HttpHeaderNames.RANGE) ? "inline" : "attachment");
        return DefaultHttpHeadersFactory.headersFactory()
                .newHeaders()
                .add(
                        HttpHeaderNames.CONTENT_DISPOSITION,
                        disposition + "; filename=" + chosen.recording().filename())
                .add(HttpHeaderNames.CONTENT_LOCATION, url + "?format=original")
                .add(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT);
    }

    private static @Nullable String accept(HttpHeaders headers) {
        List<String> lines = headers.getAll(HttpHeaderNames.ACCEPT);
        return lines.isEmpty() ? null : lines.size() == 1 ? lines.getFirst() : String.join(", ", lines);
    }
}
