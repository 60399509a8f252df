package io.playhead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.playhead.representation.ByteRange;
import io.playhead.representation.Concatenation;
import io.playhead.representation.Concatenation.Piece;
import io.playhead.representation.Octets;
import io.playhead.representation.Representation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;

/** {@code multipart/byteranges} (RFC 9110 §14.6): delimiters and ranges end to end, so its length is known. */
final class Multipart {

    private final Representation whole;
    private final String boundary;
    private final MediaType type;
    private final List<Piece> pieces = new ArrayList<>();
    private long length;

    private Multipart(Representation whole, String boundary) {
        this.whole = whole;
        this.boundary = boundary;
        this.type = new MediaType("multipart", "byteranges", Map.of("boundary", boundary));
    }

    static Concatenation of(Representation whole, List<ByteRange> ranges, String boundary) {
        Multipart multipart = new Multipart(whole, boundary);
        for (ByteRange range : ranges) {
            multipart.add(multipart.delimiter(range));
            multipart.add(new Slice(whole, range));
        }
        multipart.add(multipart.text("\r\n--" + boundary + "--\r\n"));
        return new Concatenation(multipart.type, whole.validator(), whole.lastModified(), multipart.pieces);
    }

    /** The octets of {@code whole} that this part of a multipart has. */
    static List<ByteRange> octets(Representation multipart, Representation whole, ByteRange of) {
        List<ByteRange> octets = new ArrayList<>();
        if (multipart instanceof Concatenation concatenation) {
            for (Piece piece : concatenation.pieces()) {
                if (piece.content() instanceof Slice slice
                        && slice.whole() == whole
                        && piece.span().overlaps(of)) {
                    ByteRange within =
                            piece.span().intersection(of).from(piece.span().start());
                    octets.add(ByteRange.ofLength(slice.part().start() + within.start(), within.length()));
                }
            }
        }
        return octets;
    }

    /** {@code Content-Range} as it stands with a part, or alone (§14.4). */
    static String contentRange(ByteRange range, long length) {
        return "bytes " + range.start() + '-' + (range.end() - 1) + '/' + length;
    }

    private Octets delimiter(ByteRange range) {
        return text((pieces.isEmpty() ? "" : "\r\n") + "--" + boundary + "\r\nContent-Type: " + whole.mediaType()
                + "\r\nContent-Range: " + contentRange(range, whole.length()) + "\r\n\r\n");
    }

    private Octets text(String text) {
        return new Octets(type, whole.validator(), whole.lastModified(), text.getBytes(ISO_8859_1));
    }

    private void add(Representation content) {
        pieces.add(new Piece(ByteRange.ofLength(length, content.length()), content));
        length += content.length();
    }
}
