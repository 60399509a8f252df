package io.playhead.media;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.http.Conditions;
import io.playhead.http.Exchange;
import io.playhead.http.RangeResponder;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import io.playhead.rendition.Renditions;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Octets;
import io.playhead.waveform.Analysis;
import io.playhead.waveform.Peaks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /** A recording that may be looked at, and how to come by its sound. */
    private record Seen(StoredRecording stored, SoundSource source) {

        EntityTag validator(String recipe) {
            return Renditions.validator(Analyses.source(stored, source.rule()) + "/" + recipe);
        }
    }

    Mono<Reply> waveform(MediaRequest request, Exchange exchange) {
        return viewer(request, exchange).flatMap(viewer -> {
            WaveformWish wish = WaveformWish.of(request.query(), MediaHeaders.accept(request.headers()));
            return seen(request, viewer).flatMap(seen -> waveform(request, seen, wish));
        });
    }

    private Mono<Reply> waveform(MediaRequest request, Seen seen, WaveformWish wish) {
        wish.check(seen.source());
        return reply(
                request,
                wish.format().mediaType(),
                seen.validator(wish.recipe()),
                MediaHeaders.forOne().add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT),
                analyses.of(seen.stored(), seen.source())
                        .flatMap(analysis -> peaks(seen, analysis, wish))
                        .map(peaks -> wish.format().of(peaks, wish.bits())));
    }

    private Mono<Peaks> peaks(Seen seen, Analysis analysis, WaveformWish wish) {
        return analyses.peaks(seen.stored(), seen.source(), analysis, wish.window(analysis.zoom()));
    }

    Mono<Reply> talk(MediaRequest request, Exchange exchange) {
        return viewer(request, exchange)
                .flatMap(viewer -> seen(request, viewer))
                .flatMap(seen -> reply(
                        request,
                        MediaType.APPLICATION_JSON,
                        seen.validator("talk/1"),
                        MediaHeaders.forOne(),
                        analyses.of(seen.stored(), seen.source()).map(AnalysisHandler::talk)));
    }

    private static byte[] talk(Analysis analysis) {
        return Replies.text(TalkBody.of(analysis.talk())).getBytes(StandardCharsets.UTF_8);
    }

    private Mono<MediaAccess.Viewer> viewer(MediaRequest request, Exchange exchange) {
        return access.viewer(request)
                .doOnNext(viewer -> exchange.calledBy(
                        viewer.listener().user(), viewer.listener().tenant()));
    }

    private Mono<Seen> seen(MediaRequest request, MediaAccess.Viewer viewer) {
        return rows.find(request.path().call(), request.path().recording(), viewer.tenants(), viewer.participant())
                .flatMap(media::opened)
                .flatMap(stored -> sounds.source(stored).map(source -> new Seen(stored, source)));
    }

    /** Without a date: the octets depend on rules beside the file. Nothing is made where the validator settles it. */
    private Mono<Reply> reply(
            MediaRequest request, MediaType type, EntityTag validator, HttpHeaders headers, Mono<byte[]> octets) {
        Conditions conditions = Conditions.of(request.headers());
        return responder
                .settled(request.head(), conditions, validator, headers)
                .map(Mono::just)
                .orElseGet(() -> octets.map(made -> new Octets(type, validator, Instant.EPOCH, made))
                        .map(made -> responder.undated(request.head(), conditions, made, headers)));
    }
}
