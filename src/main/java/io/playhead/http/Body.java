package io.playhead.http;

import io.playhead.representation.ByteRange;
import io.playhead.representation.Representation;
import java.util.List;
import reactor.core.publisher.Flux;

/** What follows the headers of a {@link Reply}. */
public sealed interface Body {

    /** Nothing; {@code Content-Length} may still tell what a GET would bring (RFC 9110 §9.3.2). */
    record None() implements Body {}

    /** A few octets at hand. The array is not copied: it must not change. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Text(byte[] octets) implements Body {}

    /**
     * Octets to be sent as a file region or read. Several ranges are one part too: of a concatenation that has the
     * multipart's own headers between them.
     */
    record Part(Representation representation, ByteRange range) implements Body {

        /**
         * Which octets of {@code whole} are among the first of this body.
         *
         * @param whole whose ranges these are
         * @param sent how many octets of the body
         */
        public List<ByteRange> octets(Representation whole, long sent) {
            if (sent <= 0) {
                return List.of();
            }
            ByteRange first = ByteRange.ofLength(range.start(), Math.min(sent, range.length()));
            return representation == whole ? List.of(first) : Multipart.octets(representation, whole, first);
        }
    }

    /**
     * Octets as they come, of a length that nobody knows yet. A failure ends the connection, so that what came before is
     * not taken for all. Not read for HEAD.
     */
    record Chunks(Flux<byte[]> octets) implements Body {}
}
