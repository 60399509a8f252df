package io.playhead.media;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.access.AccessProblems;
import io.playhead.http.Conditions;
import io.playhead.http.Exchange;
import io.playhead.http.RangeResponder;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.rendition.Renditions;
import io.playhead.representation.Octets;
import io.playhead.representation.Representation;
import io.playhead.waveform.Analysis;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

/** {@code GET …/recordings/{recording}/waveform} and {@code …/talk}: what a recording looks like, with validators. */
final class AnalysisHandler {

    private final MediaAccess access;
    private final RecordingRows rows;
    private final Media media;
    private final Sounds sounds;
    private final Analyses analyses;
    private final RangeResponder responder;

    AnalysisHandler(
            MediaAccess access,
            RecordingRows rows,
            Media media,
            Sounds sounds,
            Analyses analyses,
            RangeResponder responder) {
        this.access = access;
        this.rows = rows;
        this.media = media;
        this.sounds = sounds;
        this.analyses = analyses;
        this.responder = responder;
    }

    /** A recording that may be looked at, and its sound. */
    private record Seen(StoredRecording stored, Sound sound) {

        Representation representation(String recipe, MediaType type, byte[] octets) {
            return new Octets(
                    type,
                    Renditions.validator(Analyses.source(stored, sound) + "/" + recipe),
                    stored.lastModified(),
                    octets);
        }
    }

    Mono<Reply> waveform(MediaRequest request, Exchange exchange) {
        return seen(request, exchange).flatMap(seen -> {
            WaveformWish wish = WaveformWish.of(request.query(), accept(request.headers()));
            return analyses.of(seen.stored(), seen.sound())
                    .flatMap(analysis -> waveform(seen, analysis, wish))
                    .map(representation -> reply(request, representation));
        });
    }

    private Mono<Representation> waveform(Seen seen, Analysis analysis, WaveformWish wish) {
        return analyses.peaks(seen.stored(), seen.sound(), analysis, wish.window(analysis.zoom()))
                .map(peaks -> seen.representation(
                        wish.recipe(), wish.format().mediaType(), wish.format().of(peaks, wish.bits())));
    }

    Mono<Reply> talk(MediaRequest request, Exchange exchange) {
        return seen(request, exchange)
                .flatMap(seen -> analyses.of(seen.stored(), seen.sound())
                        .map(analysis -> seen.representation(
                                "talk/1",
                                MediaType.APPLICATION_JSON,
                                Replies.text(TalkBody.of(analysis.talk())).getBytes(StandardCharsets.UTF_8)))
                        .map(representation -> reply(request, representation)));
    }

    private Mono<Seen> seen(MediaRequest request, Exchange exchange) {
        return access.viewer(request)
                .doOnNext(viewer -> check(viewer, exchange))
                .flatMap(viewer -> rows.find(
                        request.path().call(), request.path().recording(), viewer.tenants(), viewer.participant()))
                .flatMap(media::opened)
                .flatMap(stored -> sounds.of(stored).map(sound -> new Seen(stored, sound)));
    }

    /** A ticket for one representation is good for that alone. */
    private static void check(MediaAccess.Viewer viewer, Exchange exchange) {
        exchange.calledBy(viewer.listener().user(), viewer.listener().tenant());
        if (viewer.representation() != 0) {
            throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
        }
    }

    private Reply reply(MediaRequest request, Representation representation) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                .newHeaders()
                .add(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT);
        return responder.reply(request.head(), Conditions.of(request.headers()), representation, headers);
    }

    private static @Nullable String accept(HttpHeaders headers) {
        List<String> lines = headers.getAll(HttpHeaderNames.ACCEPT);
        return lines.isEmpty() ? null : String.join(", ", lines);
    }
}
