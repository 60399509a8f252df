package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.ReferenceCountUtil;
import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.Caller;
import io.playhead.access.Scope;
import io.playhead.audit.Actor;
import io.playhead.cdr.CallZone;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /recordings}: a call and its recording, or a recording of a call that is there. */
final class IngestHandler {

    private static final String CREATE = "call-logd.recordings.create";

    private final Access access;
    private final Reception reception;
    private final IngestProperties properties;
    private final CallZone zone;
    private final Told told;

    IngestHandler(Access access, Reception reception, IngestProperties properties, CallZone zone, Told told) {
        this.access = access;
        this.reception = reception;
        this.properties = properties;
        this.zone = zone;
        this.told = told;
    }

    Mono<Reply> post(ApiRequest request) {
        return access.admit(AccessRequest.of(request, CREATE))
                .flatMap(admitted -> access.resolve(admitted, null, Scope.ONE))
                .flatMap(caller -> received(request, caller));
    }

    private Mono<Reply> received(ApiRequest request, Caller caller) {
        MediaType type = MediaTypes.of(request.header("Content-Type"));
        if (type == null || !MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(type)) {
            return Mono.error(() -> IngestProblems.bodyNotTaken().exception());
        }
        Mono<Outcome> outcome = Mono.defer(
                () -> form(request, caller, new FormReader(type.getParameter("boundary"), limits().metadata())));
        return told.of(outcome, Actor.of(caller.user(), request)).map(done -> reply(done, request));
    }

    private Limits limits() {
        return Limits.of(properties);
    }

    private Mono<Outcome> form(ApiRequest request, Caller caller, FormReader form) {
        Limits limits = limits();
        limits.refuseDeclared(request.header("Content-Length"), true);
        Optional<Expected> whole = Expected.of(request::header);
        Flux<ByteBuf> body = limits.timed(request.content());
        Flux<ByteBuf> checked = whole.map(expected -> expected.checked(body)).orElse(body);
        return form.media(checked)
                .switchOnFirst((first, media) -> first.hasValue()
                        ? media(form, caller, limits.measured(media, limits.size()))
                        : media.cast(Outcome.class))
                .single()
                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::safeRelease);
    }

    private Mono<Outcome> media(FormReader form, Caller caller, Flux<ByteBuf> octets) {
        return Mono.defer(() -> {
            Announced announced = RecordingBody.read(RecordingBody.parsed(form.call()), caller.tenant(), zone.zone());
            Optional<Expected> expected = Expected.of(name -> form.header(name.toLowerCase(java.util.Locale.ROOT)));
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

    private static Reply reply(Outcome outcome, ApiRequest request) {
        Recording recording = outcome.recording();
        Reply reply = Replies.json(outcome.made() ? 201 : 200, body(recording));
        reply.headers()
                .set(
                        HttpHeaderNames.LOCATION,
                        request.script() + "/1.0/cdr/" + recording.call() + "/recordings/" + recording.uuid());
        return reply;
    }

    private static Map<String, @Nullable Object> body(Recording recording) {
        RecordingFacts facts = recording.facts();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("uuid", recording.uuid());
        body.put("cdr_id", recording.call());
        body.put("tenant_uuid", recording.tenant());
        body.put("start_time", recording.start().toString());
        body.put("end_time", recording.end().toString());
        body.put("filename", recording.filename());
        if (facts != null) {
            body.put("state", facts.state());
            body.put("media_type", facts.mediaType());
            body.put("size", facts.octets());
            body.put("digests", digests(facts));
        }
        return body;
    }

    private static Map<String, String> digests(RecordingFacts facts) {
        Map<String, String> digests = new LinkedHashMap<>();
        String sha256 = facts.sha256();
        Long crc32 = facts.crc32();
        if (sha256 != null) {
            digests.put("sha-256", sha256);
        }
        if (crc32 != null) {
            digests.put("crc-32", "%08x".formatted(crc32));
        }
        return digests;
    }
}
