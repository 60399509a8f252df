package io.playhead.media;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.playhead.audio.Codec;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingState;
import io.playhead.http.Conditions;
import io.playhead.http.Exchange;
import io.playhead.http.Query;
import io.playhead.http.RangeResponder;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.problem.ProblemException;
import io.playhead.rendition.Renditions;
import io.playhead.representation.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET …/recordings/{recording}}: all that is known of one recording, and where each form of it is. */
final class DescriptionHandler {

    private static final Wishes NOTHING = Wishes.of(Query.of(null));

    private final MediaAccess access;
    private final RecordingRows rows;
    private final Media media;
    private final MediaStates states;
    private final MediaRenditions renditions;
    private final RangeResponder responder;

    DescriptionHandler(
            MediaAccess access,
            RecordingRows rows,
            Media media,
            MediaStates states,
            MediaRenditions renditions,
            RangeResponder responder) {
        this.access = access;
        this.rows = rows;
        this.media = media;
        this.states = states;
        this.renditions = renditions;
        this.responder = responder;
    }

    Mono<Reply> get(MediaRequest request, Exchange exchange) {
        return access.viewer(request)
                .doOnNext(viewer -> exchange.calledBy(
                        viewer.listener().user(), viewer.listener().tenant()))
                .flatMap(viewer -> rows.find(
                        request.path().call(), request.path().recording(), viewer.tenants(), viewer.participant()))
                .flatMap(recording -> described(recording, request.path().text(request.script())))
                .map(body -> reply(request, body));
    }

    private Mono<Map<String, Object>> described(Recording recording, String url) {
        return states.of(List.of(recording)).flatMap(known -> {
            RecordingState state = known.get(recording.uuid());
            Map<String, Object> body = head(recording, state == null ? "missing" : state.state());
            return media.opened(recording)
                    .flatMap(stored -> withMedia(body, stored, url))
                    .onErrorResume(ProblemException.class, unopened -> Mono.just(without(body)));
        });
    }

    private static Map<String, Object> head(Recording recording, String state) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("uuid", recording.uuid());
        body.put("cdr_id", recording.call());
        body.put("start_time", recording.start().toString());
        body.put("end_time", recording.end().toString());
        body.put("filename", recording.filename());
        body.put("deleted", recording.deleted());
        body.put("state", state);
        return body;
    }

    private static Map<String, Object> without(Map<String, Object> body) {
        body.put("representations", List.of());
        return body;
    }

    private Mono<Map<String, Object>> withMedia(Map<String, Object> body, StoredRecording stored, String url) {
        RecordingFacts facts = stored.facts();
        body.put("codec", codec(facts));
        body.put("sample_rate", facts.hertz());
        body.put("channels", facts.channels());
        body.put("frames", facts.frames());
        body.put("duration", duration(facts));
        body.put("size", facts.octets());
        body.put("digests", facts.sha256() == null ? Map.of() : Map.of("sha-256", facts.sha256()));
        if (stored.canBeRendered()) {
            body.put("waveform", url + "/waveform");
            body.put("talk", url + "/talk");
        }
        return Flux.fromIterable(MediaChoice.offers(stored, NOTHING))
                .concatMap(offer -> representation(stored, offer, url + MediaPath.MEDIA))
                .collectList()
                .doOnNext(all -> body.put("representations", all))
                .thenReturn(body);
    }

    private Mono<Map<String, Object>> representation(StoredRecording stored, MediaChoice.Offer offer, String url) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("format", offer.format().text());
        one.put("type", offer.mediaType().toString());
        one.put("url", url + NOTHING.query(offer.format()));
        if (offer.stored()) {
            one.put("length", stored.length());
            return Mono.just(one);
        }
        return renditions.of(stored, offer.format(), NOTHING).map(rendition -> {
            one.put("length", rendition.length());
            return one;
        });
    }

    private static String codec(RecordingFacts facts) {
        try {
            return Codec.valueOf(facts.codec()).title();
        } catch (IllegalArgumentException newer) {
            return facts.codec();
        }
    }

    /** In seconds, exact. */
    private static @Nullable Double duration(RecordingFacts facts) {
        Long frames = facts.frames();
        Integer hertz = facts.hertz();
        return frames == null || hertz == null ? null : (double) frames / hertz;
    }

    private Reply reply(MediaRequest request, Map<String, Object> body) {
        String text = Replies.text(body);
        Octets octets = new Octets(
                MediaType.APPLICATION_JSON,
                Renditions.validator(text),
                Instant.EPOCH,
                text.getBytes(StandardCharsets.UTF_8));
        Reply reply = responder.reply(
                request.head(),
                Conditions.of(request.headers()).withoutDates(),
                octets,
                DefaultHttpHeadersFactory.headersFactory()
                        .newHeaders()
                        .add(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE));
        // what is described changes without a date that says so
        reply.headers().remove(HttpHeaderNames.LAST_MODIFIED);
        return reply;
    }
}
