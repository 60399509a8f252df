package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its conditions and ranges (RFC 9110 §13.1, §14.2), as it stood in the header. A list in
 * several lines is joined. A field that must not be repeated and is, is the empty string, which none of their grammars
 * allows: it is there, and it is invalid.
 */
public record Conditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable String ifModifiedSince,
        @Nullable String ifUnmodifiedSince,
        @Nullable String ifRange,
        @Nullable String range) {

    /** Most requests: none of the six. */
    public static final Conditions NONE = new Conditions(null, null, null, null, null, null);

    public static Conditions of(HttpHeaders headers) {
        String ifMatch = list(headers, HttpHeaderNames.IF_MATCH);
        String ifNoneMatch = list(headers, HttpHeaderNames.IF_NONE_MATCH);
        String ifModifiedSince = single(headers, HttpHeaderNames.IF_MODIFIED_SINCE);
        String ifUnmodifiedSince = single(headers, HttpHeaderNames.IF_UNMODIFIED_SINCE);
        String ifRange = single(headers, HttpHeaderNames.IF_RANGE);
        String range = single(headers, HttpHeaderNames.RANGE);
        boolean none = ifMatch == null
                && ifNoneMatch == null
                && ifModifiedSince == null
                && ifUnmodifiedSince == null
                && ifRange == null
                && range == null;
        return none ? NONE : new Conditions(ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, ifRange, range);
    }

    /**
     * Of what has no date of its last change: conditions that compare with one do not count (RFC 9110 §13.1.3, §13.1.4),
     * and an {@code If-Range} with one is not met.
     */
    public Conditions withoutDates() {
        boolean dated = ifRange != null && !ifRange.endsWith("\"");
        return new Conditions(ifMatch, ifNoneMatch, null, null, dated ? "" : ifRange, range);
    }

    private static @Nullable String list(HttpHeaders headers, AsciiString name) {
        String first = headers.get(name);
        if (first == null) {
            return null;
        }
        List<String> lines = headers.getAll(name);
        return lines.size() == 1 ? first : String.join(", ", lines);
    }

    private static @Nullable String single(HttpHeaders headers, AsciiString name) {
        String first = headers.get(name);
        return first == null || headers.getAll(name).size() == 1 ? first : "";
    }
}
