package io.playhead.http;

import io.playhead.representation.ByteRange;
import java.util.List;

/** What a {@code Range} field comes to for a representation of a known length (RFC 9110 §14.2). */
sealed interface RangeSet {

    /** The field counts for nothing: the whole, 200. */
    record Ignored() implements RangeSet {}

    /** None of the ranges has an octet: 416. */
    record Unsatisfiable() implements RangeSet {}

    /** @param ranges within the whole, apart from each other, in the order of the request; 1 to 16 */
    record Satisfiable(List<ByteRange> ranges) implements RangeSet {}

    Ignored IGNORED = new Ignored();

    Unsatisfiable UNSATISFIABLE = new Unsatisfiable();

    /** @param length of the whole; an empty one has no ranges, so the field is ignored */
    static RangeSet of(String field, long length) {
        return length == 0 ? IGNORED : new RangeParser(field, length).parse();
    }
}
