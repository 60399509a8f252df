package io.playhead.media;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
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
                    .flatMap(this::found)
                    .map(found -> withMedia(body, found, url))
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

    /**
     * What there is to be described.
     *
     * @param decodable false where it is known that there is nothing to be heard in it
     * @param audible empty where nobody knows yet what it decodes to
     */
    private record Found(StoredRecording stored, boolean decodable, Optional<AudibleRecording> audible) {

        @Nullable
        Long frames() {
            return audible.map(AudibleRecording::frames).orElse(stored.facts().frames());
        }

        @Nullable
        Integer hertz() {
            return audible.map(AudibleRecording::hertz).orElse(stored.facts().hertz());
        }

        List<MediaChoice.Offer> offers() {
            return MediaChoice.offers(stored, NOTHING).stream()
                    .filter(offer -> decodable || offer.stored())
                    .toList();
        }
    }

    /** Decodes nothing for it: whoever only looks does not want to wait. */
    private Mono<Found> found(StoredRecording stored) {
        return stored.canBeRendered()
                ? renditions
                        .atHand(stored)
                        .map(audible -> new Found(stored, true, audible))
                        .onErrorResume(
                                ProblemException.class,
                                failure -> Mono.just(
                                        new Found(stored, !MediaProblems.isUnrendered(failure), Optional.empty())))
                : Mono.just(new Found(stored, false, Optional.empty()));
    }

    private Map<String, Object> withMedia(Map<String, Object> body, Found found, String url) {
        RecordingFacts facts = found.stored().facts();
        body.put("codec", codec(facts));
        body.put("sample_rate", facts.hertz());
        body.put("channels", facts.channels());
        body.put("frames", found.frames());
        body.put("duration", duration(found.frames(), found.hertz()));
        body.put("size", facts.octets());
        body.put("digests", facts.sha256() == null ? Map.of() : Map.of("sha-256", facts.sha256()));
        if (found.decodable()) {
            body.put("waveform", url + "/waveform");
            body.put("talk", url + "/talk");
        }
        body.put(
                "representations",
                found.offers().stream()
                        .map(offer -> representation(found, offer, url + MediaPath.MEDIA))
                        .toList());
        return body;
    }

    private Map<String, Object> representation(Found found, MediaChoice.Offer offer, String url) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("format", offer.format().text());
        one.put("type", offer.mediaType().toString());
        one.put("url", url + NOTHING.query(offer.format()));
        if (offer.stored()) {
            one.put("length", found.stored().length());
        } else {
            found.audible()
                    .ifPresent(audible -> one.put(
                            "length",
                            renditions.of(audible, offer.format(), NOTHING).length()));
        }
        return one;
    }

    private static String codec(RecordingFacts facts) {
        try {
            return Codec.valueOf(facts.codec()).title();
        } catch (IllegalArgumentException newer) {
            return facts.codec();
        }
    }

    /** In seconds, exact. */
    private static @Nullable Double duration(@Nullable Long frames, @Nullable Integer hertz) {
        return frames == null || hertz == null ? null : (double) frames / hertz;
    }

    private Reply reply(MediaRequest request, Map<String, Object> body) {
        String text = Replies.text(body);
        Octets octets = new Octets(
                MediaType.APPLICATION_JSON,
                Renditions.validator(text),
                Instant.EPOCH,
                text.getBytes(StandardCharsets.UTF_8));
        return responder.undated(request.head(), Conditions.of(request.headers()), octets, MediaHeaders.forOne());
    }
}
