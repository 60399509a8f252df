package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import io.playhead.http.DigestField;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A digest that is said of octets which are still to come (RFC 9530).
 *
 * @param field that says it
 * @param sha256 in hex
 */
record Expected(String field, String sha256) {

    /** By either field: of what comes here, content and representation are the same octets. */
    static Optional<Expected> of(Function<String, @Nullable String> headers) {
        return of("Content-Digest", headers).or(() -> of("Repr-Digest", headers));
    }

    /** @throws io.playhead.problem.ProblemException {@code digest-malformed} */
    static Optional<Expected> of(String field, Function<String, @Nullable String> headers) {
        try {
            return DigestField.sha256(headers.apply(field)).map(sha256 -> new Expected(field, sha256));
        } catch (IllegalArgumentException garbage) {
            throw IngestProblems.digestMalformed(field).exception(garbage);
        }
    }

    void check(String found) {
        if (!found.equals(sha256)) {
            throw IngestProblems.digestMismatch(field).exception();
        }
    }

    /** The octets, which at their end fail if they are others. */
    Flux<ByteBuf> checked(Flux<ByteBuf> octets) {
        return Flux.defer(() -> {
            Digest digest = new Digest();
            return octets.doOnNext(digest::add).concatWith(Mono.fromRunnable(() -> check(digest.hex())));
        });
    }
}
