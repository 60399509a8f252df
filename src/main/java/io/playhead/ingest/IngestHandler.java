package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.playhead.access.Caller;
import io.playhead.audit.Actor;
import io.playhead.cdr.CallZone;
import io.playhead.http.ApiRequest;
import io.playhead.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /recordings}: a call and its recording, or a recording of a call that is there. */
final class IngestHandler {

    private final IngestAccess access;
    private final Uploads uploads;
    private final Reception reception;
    private final IngestProperties properties;
    private final CallZone zone;
    private final Told told;

    IngestHandler(
            IngestAccess access,
            Uploads uploads,
            Reception reception,
            IngestProperties properties,
            CallZone zone,
            Told told) {
        this.access = access;
        this.uploads = uploads;
        this.reception = reception;
        this.properties = properties;
        this.zone = zone;
        this.told = told;
    }

    Mono<Reply> post(ApiRequest request) {
        return access.caller(request).flatMap(caller -> received(request, caller));
    }

    private Mono<Reply> received(ApiRequest request, Caller caller) {
        MediaType type = MediaTypes.of(request.header("Content-Type"));
        if (Tus.isSpoken(request) || (type != null && MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type))) {
            return announced(request, caller);
        }
        if (type == null || !MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(type)) {
            return Mono.error(() -> IngestProblems.bodyNotTaken().exception());
        }
        Mono<Outcome> outcome = Mono.defer(
                () -> form(request, caller, new FormReader(type.getParameter("boundary"), limits().metadata())));
        return told.of(outcome, Actor.of(caller.user(), request)).map(done -> IngestReplies.of(done, request));
    }

    /** The octets come later. */
    private Mono<Reply> announced(ApiRequest request, Caller caller) {
        return Mono.defer(() -> {
                    Long length = Tus.natural(request, "Upload-Length");
                    if (!Tus.isSpoken(request)) {
                        return request.body().flatMap(body -> uploads.announce(body, caller.tenant(), length));
                    }
                    Tus.require(request);
                    String call =
                            Tus.metadata(request.header("Upload-Metadata")).getOrDefault("call", "");
                    byte[] octets = call.getBytes(StandardCharsets.UTF_8);
                    return uploads.announce(RecordingBody.parsed(octets), caller.tenant(), length);
                })
                .map(upload -> IngestReplies.announced(upload, request));
    }

    private Limits limits() {
        return Limits.of(properties);
    }

    private Mono<Outcome> form(ApiRequest request, Caller caller, FormReader form) {
        Limits limits = limits();
        limits.refuseDeclared(request.header("Content-Length"), true);
        Optional<Expected> whole = Expected.of(request::header);
        BodyWatch watch = new BodyWatch(limits);
        Flux<ByteBuf> body = watch.watched(request.content());
        Flux<ByteBuf> checked = whole.map(expected -> expected.checked(body)).orElse(body);
        Mono<Outcome> outcome = form.media(checked)
                .switchOnFirst((first, media) -> first.hasValue()
                        ? media(form, caller, limits.measured(media, limits.size()))
                        : media.cast(Outcome.class))
                .single();
        return watch.over(outcome);
    }

    private Mono<Outcome> media(FormReader form, Caller caller, Flux<ByteBuf> octets) {
        return Mono.defer(() -> {
            Announced announced = RecordingBody.read(RecordingBody.parsed(form.call()), caller.tenant(), zone.zone());
            Optional<Expected> expected = Expected.of(name -> form.header(name.toLowerCase(Locale.ROOT)));
            return reception.receive(announced, hint(form), expected, octets);
        });
    }

    /** What the part says of itself: its file's name before its type. */
    private Optional<String> hint(FormReader form) {
        MediaType type = MediaTypes.of(form.header("content-type"));
        if (type != null && !properties.takes(type.getType() + "/" + type.getSubtype())) {
            throw IngestProblems.typeNotTaken(type.getType() + "/" + type.getSubtype())
                    .exception();
        }
        String filename = form.filename();
        return Optional.ofNullable(filename)
                .map(RecordingBody::extension)
                .or(() -> Optional.ofNullable(type).flatMap(MediaTypes::extension));
    }
}
