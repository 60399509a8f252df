package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.playhead.cdr.CallIds;
import io.playhead.cdr.CallRepository;
import io.playhead.cdr.CallZone;
import io.playhead.cdr.CdrProblems;
import io.playhead.cdr.Tenants;
import io.playhead.http.Replies;
import io.playhead.problem.ProblemException;
import io.playhead.storage.Parts;
import io.playhead.storage.StorageFailure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Recordings that are announced first and come in one go or several. Until all has come they are uploads; then they are
 * taken in as any other, and the upload is over, whether they were taken or refused.
 */
final class Uploads {

    private final UploadRepository rows;
    private final Parts parts;
    private final CallRepository calls;
    private final Reception reception;
    private final Settings settings;

    Uploads(UploadRepository rows, Parts parts, CallRepository calls, Reception reception, Settings settings) {
        this.rows = rows;
        this.parts = parts;
        this.calls = calls;
        this.reception = reception;
        this.settings = settings;
    }

    /** What does not change. */
    record Settings(IngestProperties properties, CallZone zone, InstantSource clock) {}

    /** @param length how many octets are to come; null if nobody knows yet */
    Mono<Upload> announce(JsonNode body, UUID tenant, @Nullable Long length) {
        return Mono.defer(() -> {
            long most = settings.properties().size().toBytes();
            long longest = settings.properties().metadata().toBytes();
            String text = Replies.text(body);
            if (text.length() > longest) {
                return Mono.error(() -> IngestProblems.metadataTooLarge(longest).exception());
            }
            if (length != null && length > most) {
                return Mono.error(() -> IngestProblems.tooLarge(most).exception());
            }
            Announced announced = read(text, tenant);
            Instant expires = settings.clock()
                    .instant()
                    .plus(settings.properties().expiry())
                    .truncatedTo(ChronoUnit.SECONDS);
            Upload upload = new Upload(UUID.randomUUID(), tenant, announced.recording(), text, length, expires);
            return known(announced.subject()).then(rows.insert(upload)).thenReturn(upload);
        });
    }

    private Announced read(String text, UUID tenant) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return RecordingBody.read(
                RecordingBody.parsed(octets), tenant, settings.zone().zone());
    }

    private Mono<Void> known(Subject subject) {
        if (!(subject instanceof Subject.Known known)) {
            return Mono.empty();
        }
        BigInteger call = BigInteger.valueOf(known.call());
        return calls.known(new CallIds(List.of(call)), new Tenants(Set.of(known.tenant())))
                .flatMap(found -> found.isEmpty()
                        ? Mono.error(() -> CdrProblems.callNotFound(call).exception())
                        : Mono.empty());
    }

    Mono<Upload> find(UUID upload, UUID tenant) {
        return rows.find(upload, tenant, settings.clock().instant())
                .switchIfEmpty(Mono.error(() -> IngestProblems.noUpload(upload).exception()));
    }

    Mono<Long> offset(Upload upload) {
        return parts.length(upload.uuid()).onErrorMap(StorageFailure.class, failure -> problem(upload, failure));
    }

    /** The same upload, of which it is known from now on how long it is to be. */
    Mono<Upload> asLongAs(Upload upload, @Nullable Long length) {
        if (length == null || length.equals(upload.length())) {
            return Mono.just(upload);
        }
        if (upload.length() != null) {
            return Mono.error(() -> IngestProblems.uploadLength(upload.uuid()).exception());
        }
        return rows.length(upload.uuid(), length)
                .thenReturn(new Upload(
                        upload.uuid(),
                        upload.tenant(),
                        upload.recording(),
                        upload.announced(),
                        length,
                        upload.expires()));
    }

    /** How much of it may come at most, in all. */
    long most(Upload upload) {
        Long length = upload.length();
        return length == null ? settings.properties().size().toBytes() : length;
    }

    /** Where it breaks off, what has come stays, save octets that are not those of the digest. @return the offset then */
    Mono<Long> append(Upload upload, long offset, Optional<Expected> expected, Flux<ByteBuf> octets) {
        Flux<ByteBuf> checked = expected.map(one -> one.checked(octets)).orElse(octets);
        return parts.append(upload.uuid(), offset, checked)
                .onErrorResume(
                        ProblemException.class,
                        failure -> (failure.problem().id().equals(IngestProblems.DIGEST_MISMATCH)
                                        ? parts.shorten(upload.uuid(), offset)
                                        : Mono.<Void>empty())
                                .then(Mono.error(failure)))
                .onErrorMap(StorageFailure.class, failure -> problem(upload, failure));
    }

    /** All of it in one go, whatever has come before. @return how long it is */
    Mono<Long> replace(Upload upload, Flux<ByteBuf> octets) {
        return parts.replace(upload.uuid(), octets)
                .onErrorMap(StorageFailure.class, failure -> problem(upload, failure));
    }

    /** Nobody waits for the rest. */
    Mono<Void> end(Upload upload) {
        return parts.delete(upload.uuid())
                .onErrorMap(StorageFailure.class, failure -> problem(upload, failure))
                .then(rows.delete(upload.uuid()));
    }

    /** All has come. */
    Mono<Outcome> publish(Upload upload, Optional<Expected> expected) {
        return Mono.defer(() -> {
                    Announced announced =
                            read(upload.announced(), upload.tenant()).of(upload.recording());
                    return reception.receive(announced, Optional.empty(), expected, parts.read(upload.uuid()));
                })
                .flatMap(outcome -> end(upload).thenReturn(outcome))
                .onErrorResume(
                        ProblemException.class,
                        failure -> (failure.problem().status() < 500 ? end(upload) : Mono.<Void>empty())
                                .then(Mono.error(failure)));
    }

    private static Throwable problem(Upload upload, StorageFailure failure) {
        if (failure.reason() == StorageFailure.Reason.CHANGED) {
            return IngestProblems.uploadOffset(upload.uuid()).exception();
        }
        return failure.reason() == StorageFailure.Reason.FORBIDDEN && failure.getCause() == null
                ? IngestProblems.uploadBusy(upload.uuid()).exception()
                : IngestProblems.noStorage(upload.recording(), failure);
    }
}
