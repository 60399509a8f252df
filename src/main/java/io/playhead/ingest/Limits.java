package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

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
