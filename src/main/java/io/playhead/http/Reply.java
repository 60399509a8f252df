package io.playhead.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Flux;

/**
 * An answer, before any server technology.
 *
 * @param headers the reply's own: whoever sends it may add to them
 */
public record Reply(int status, HttpHeaders headers, Body body) {

    static final Body NO_BODY = new Body.None();

    /** A short answer in words, with {@code Content-Type} and {@code Content-Length}. */
    public static Reply of(int status, CharSequence contentType, byte[] octets) {
        return of(status, DefaultHttpHeadersFactory.headersFactory().newHeaders(), contentType, octets);
    }

    static Reply of(int status, HttpHeaders headers, CharSequence contentType, byte[] octets) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(octets.length));
        return new Reply(status, headers, new Body.Text(octets));
    }

    /** An answer that is made while it is sent. */
    public static Reply streamed(int status, CharSequence contentType, Flux<byte[]> octets) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        return new Reply(status, headers, new Body.Chunks(octets));
    }

    /** The same answer to HEAD: every header, no octet (RFC 9110 §9.3.2). */
    public Reply withoutBody() {
        return new Reply(status, headers, NO_BODY);
    }
}
