package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a body may be: how large, how long on its way, how long silent. */
record Limits(long size, Duration time, Duration idle, int metadata) {

    /** Octets of a form that are neither call nor media. */
    private static final int OF_FORM = 32 * 1024;

    static Limits of(IngestProperties properties) {
        return new Limits(properties.size().toBytes(), properties.time(), properties.idle(), (int)
                properties.metadata().toBytes());
    }

    /** Before an octet is read. @param length as the request says it */
    void refuseDeclared(@Nullable String length, boolean form) {
        long most = form ? size + metadata + OF_FORM : size;
        if (length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > most) {
            throw IngestProblems.tooLarge(size).exception();
        }
    }

    /** A body, until it takes too long or its sender has gone. */
    Flux<ByteBuf> timed(Flux<ByteBuf> body) {
        return body.onErrorMap(gone -> IngestProblems.form("cut").exception(gone))
                .timeout(idle)
                .onErrorMap(
                        TimeoutException.class,
                        silent -> IngestProblems.tooSlow("idle").exception())
                .takeUntilOther(Mono.delay(time)
                        .then(Mono.error(() -> IngestProblems.tooSlow("time").exception())));
    }

    /** Media, until they are too large. */
    Flux<ByteBuf> measured(Flux<ByteBuf> media, long most) {
        return Flux.defer(() -> {
            long[] sofar = {0};
            return media.map(octets -> {
                sofar[0] += octets.readableBytes();
                if (sofar[0] > most) {
                    octets.release();
                    throw IngestProblems.tooLarge(most).exception();
                }
                return octets;
            });
        });
    }
}
