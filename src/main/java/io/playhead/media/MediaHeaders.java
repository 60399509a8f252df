package io.playhead.media;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.playhead.http.DigestField;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an answer with media says beside what every representation has. */
final class MediaHeaders {

    private static final AsciiString FOR_ONE = AsciiString.cached("private, no-cache");

    private static final AsciiString WANT_REPR_DIGEST = AsciiString.cached("want-repr-digest");

    private static final AsciiString LINK = AsciiString.cached("link");

    private MediaHeaders() {}

    /**
     * As call-logd: a download, unless a player asks for a range; players know the other formats by then.
     *
     * @param located the format as which it is told of
     * @param filename with {@code .wav} at its end
     * @param url the media's own, without query
     * @param others as {@link MediaChoice#alternates} words them
     */
    static HttpHeaders of(
            HttpHeaders request, Wishes wishes, Format located, String filename, String url, Supplier<String> others) {
        boolean part = request.contains(HttpHeaderNames.RANGE);
        String disposition = wishes.disposition().orElse(part ? "inline" : "attachment");
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                .newHeaders()
                .add(HttpHeaderNames.CONTENT_DISPOSITION, disposition + "; filename=" + located.filename(filename))
                .add(HttpHeaderNames.CONTENT_LOCATION, url + wishes.query(located))
                .add(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT);
        String links = part ? "" : others.get();
        return links.isEmpty() ? headers : headers.add(LINK, links);
    }

    /** With the digest of all of the octets, whichever are sent, if the request wants it (RFC 9530 §4). */
    static HttpHeaders withDigest(HttpHeaders headers, HttpHeaders request, String sha256) {
        return DigestField.wanted(request.get(WANT_REPR_DIGEST))
                ? headers.set(DigestField.REPR_DIGEST, DigestField.of(sha256))
                : headers;
    }

    /** Of what is told to one who may know it: to be asked for again, and kept by no cache that others share. */
    static HttpHeaders forOne() {
        return DefaultHttpHeadersFactory.headersFactory().newHeaders().add(HttpHeaderNames.CACHE_CONTROL, FOR_ONE);
    }

    static @Nullable String accept(HttpHeaders headers) {
        List<String> lines = headers.getAll(HttpHeaderNames.ACCEPT);
        return lines.isEmpty() ? null : lines.size() == 1 ? lines.getFirst() : String.join(", ", lines);
    }
}
