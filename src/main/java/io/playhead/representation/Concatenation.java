package io.playhead.representation;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/**
 * Pieces laid end to end and read as one: a zip is headers, recordings and a directory in a row. The pieces a range
 * meets come from a search by offset, and each opens when it is read.
 *
 * @param pieces in order, without gap or overlap from octet 0; at least one
 */
public record Concatenation(MediaType mediaType, EntityTag validator, Instant lastModified, List<Piece> pieces)
        implements Representation {

    public Concatenation {
        pieces = List.copyOf(pieces);
        long expected = 0;
        for (Piece piece : pieces) {
            if (piece.span().start() != expected) {
                throw new IllegalArgumentException(
                        "a piece starts at " + piece.span().start() + ", not " + expected);
            }
            expected = piece.span().end();
        }
    }

    @Override
    public long length() {
        return pieces.getLast().span().end();
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return Flux.range(indexAt(range.start()), pieces.size() - indexAt(range.start()))
                .map(pieces::get)
                .takeWhile(piece -> piece.span().overlaps(range))
                .concatMap(piece -> piece.read(range), 0);
    }

    @Override
    public boolean comesInSteps(ByteRange range) {
        return pieces.subList(indexAt(range.start()), pieces.size()).stream()
                .takeWhile(piece -> piece.span().overlaps(range))
                .anyMatch(piece -> piece.content().comesInSteps(piece.within(range)));
    }

    /** The piece that has the octet at {@code offset}. */
    private int indexAt(long offset) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).span().end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * @param span where {@code content} lies in the whole
     * @param content as long as {@code span}
     */
    public record Piece(ByteRange span, Representation content) {

        Flux<ByteBuf> read(ByteRange range) {
            return content.read(within(range));
        }

        private ByteRange within(ByteRange range) {
            return span.intersection(range).from(span.start());
        }
    }
}
