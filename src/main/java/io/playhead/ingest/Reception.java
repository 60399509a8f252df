package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.playhead.storage.StorageFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes a recording in, once: whoever brings the same again is told of the one that is there. */
final class Reception {

    private static final String USUAL = "wav";

    private final Registration registration;
    private final KnownRecordings known;
    private final IngestProperties properties;

    Reception(Registration registration, KnownRecordings known, IngestProperties properties) {
        this.registration = registration;
        this.known = known;
        this.properties = properties;
    }

    /**
     * @param hint an extension, where what was announced has none
     * @param expected what is said of the octets
     */
    Mono<Outcome> receive(
            Announced announced, Optional<String> hint, Optional<Expected> expected, Flux<ByteBuf> octets) {
        return Mono.defer(() -> {
            NewRecording incoming = new NewRecording(
                    announced.recording(),
                    extension(announced, hint),
                    announced.start(),
                    announced.fallbackEnd(),
                    octets);
            AtomicReference<String> digest = new AtomicReference<>("");
            return registration
                    .register(announced.subject(), List.of(incoming), stored -> {
                        digest.set(String.valueOf(stored.facts().sha256()));
                        check(stored, expected);
                    })
                    .map(registered -> new Outcome(registered.rows().getFirst(), true))
                    .onErrorResume(
                            DuplicateKeyException.class,
                            twice -> known.same(
                                            announced.recording(),
                                            announced.subject().tenant(),
                                            digest.get())
                                    .map(recording -> new Outcome(recording, false)))
                    .onErrorMap(
                            StorageFailure.class, failure -> IngestProblems.noStorage(announced.recording(), failure));
        });
    }

    private void check(Stored stored, Optional<Expected> expected) {
        expected.ifPresent(one -> one.check(String.valueOf(stored.facts().sha256())));
        if (stored.facts().state().equals("unrecognised") && !properties.unrecognised()) {
            throw IngestProblems.notAudio(stored.recording().uuid()).exception();
        }
    }

    /** It becomes part of a file's name: nothing but what is listed may. */
    private String extension(Announced announced, Optional<String> hint) {
        String told = announced.extension();
        String extension = told != null ? told : hint.orElse(USUAL);
        if (!properties.extensions().contains(extension)) {
            throw IngestProblems.typeNotTaken(extension.length() > 16 ? extension.substring(0, 16) : extension)
                    .exception();
        }
        return extension;
    }
}
