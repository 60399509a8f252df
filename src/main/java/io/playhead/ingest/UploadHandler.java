package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.playhead.access.Caller;
import io.playhead.audit.Actor;
import io.playhead.http.ApiRequest;
import io.playhead.http.Replies;
import io.playhead.http.Reply;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /recordings/uploads/{upload}}: the octets of a recording that was announced, in one go or by tus. */
final class UploadHandler {

    private final IngestAccess access;
    private final Uploads uploads;
    private final Limits limits;
    private final Told told;

    UploadHandler(IngestAccess access, Uploads uploads, Limits limits, Told told) {
        this.access = access;
        this.uploads = uploads;
        this.limits = limits;
        this.told = told;
    }

    private Mono<Reply> answered(ApiRequest request, BiFunction<Upload, Caller, Mono<Reply>> answer) {
        return access.caller(request)
                .flatMap(caller -> uploads.find(UUID.fromString(request.variable("upload")), caller.tenant())
                        .flatMap(upload -> answer.apply(upload, caller)));
    }

    /** How far it has come. */
    Mono<Reply> get(ApiRequest request) {
        return answered(
                request, (upload, caller) -> uploads.offset(upload).map(offset -> IngestReplies.state(upload, offset)));
    }

    Mono<Reply> delete(ApiRequest request) {
        return answered(request, (upload, caller) -> uploads.end(upload).then(Mono.fromCallable(Replies::noContent)));
    }

    /** All of it. */
    Mono<Reply> put(ApiRequest request) {
        return answered(request, (upload, caller) -> {
            limits.refuseDeclared(request.header("Content-Length"), false);
            Optional<Expected> expected = Expected.of(request::header);
            BodyWatch watch = new BodyWatch(limits);
            Flux<ByteBuf> octets = limits.measured(watch.watched(request.content()), limits.size());
            Mono<Outcome> outcome = uploads.asLongAs(upload, Tus.natural(request, "Content-Length"))
                    .flatMap(known -> watch.over(uploads.replace(known, octets))
                            .flatMap(length -> whole(known, length)
                                    ? uploads.publish(known, expected)
                                    : Mono.error(() -> IngestProblems.uploadLength(known.uuid())
                                            .exception())));
            return told.of(outcome, Actor.of(caller.user(), request)).map(done -> IngestReplies.of(done, request));
        });
    }

    private static boolean whole(Upload upload, long offset) {
        Long length = upload.length();
        return length == null || length == offset;
    }

    /** More of it. */
    Mono<Reply> patch(ApiRequest request) {
        return answered(request, (upload, caller) -> {
            Tus.require(request);
            MediaType type = MediaTypes.of(request.header("Content-Type"));
            if (type == null || !Tus.OCTETS.equalsTypeAndSubtype(type)) {
                return Mono.error(() -> IngestProblems.bodyNotTaken().exception());
            }
            Long offset = Tus.natural(request, "Upload-Offset");
            if (offset == null) {
                return Mono.error(
                        () -> IngestProblems.uploadField("Upload-Offset").exception());
            }
            return uploads.asLongAs(upload, Tus.natural(request, "Upload-Length"))
                    .flatMap(known -> appended(request, caller, known, offset));
        });
    }

    private Mono<Reply> appended(ApiRequest request, Caller caller, Upload upload, long offset) {
        long most = uploads.most(upload) - offset;
        Optional<Expected> expected = Expected.of("Content-Digest", request::header);
        BodyWatch watch = new BodyWatch(limits);
        Flux<ByteBuf> octets = limits.measured(watch.watched(request.content()), Math.max(0, most));
        return watch.over(uploads.append(upload, offset, expected, octets))
                .flatMap(now -> Objects.equals(upload.length(), now)
                        ? published(request, caller, upload, now)
                        : Mono.just(IngestReplies.progress(upload, now)));
    }

    private Mono<Reply> published(ApiRequest request, Caller caller, Upload upload, long offset) {
        return told.of(uploads.publish(upload, Optional.empty()), Actor.of(caller.user(), request))
                .map(outcome -> {
                    Reply reply = IngestReplies.progress(upload, offset);
                    reply.headers().set(HttpHeaderNames.LOCATION, IngestReplies.location(outcome.recording(), request));
                    return reply;
                });
    }
}
