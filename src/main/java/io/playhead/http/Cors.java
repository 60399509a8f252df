package io.playhead.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pages of other origins (the Fetch standard's CORS protocol), answered as call-logd does: everyone may, or those who are
 * listed, without cookies. The permission is in the token.
 */
public final class Cors {

    /** The headers that pages of other origins may send: call-logd's, then those that players and our own API want. */
    public static final List<String> REQUEST_HEADERS = List.of(
            "Content-Type",
            "Range",
            "X-Auth-Token",
            "Wazo-Tenant",
            "Authorization",
            "If-Range",
            "If-Match",
            "If-None-Match",
            "Want-Repr-Digest");

    private static final Set<String> IN_SMALL_LETTERS =
            REQUEST_HEADERS.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());

    private static final AsciiString METHODS = AsciiString.cached("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    /** Chromium asks again after two hours, whatever is said. */
    private static final AsciiString TWO_HOURS = AsciiString.cached("7200");

    private static final AsciiString EXPOSED = AsciiString.cached(
            "Accept-Ranges, Content-Range, Content-Length, Content-Disposition, ETag, Link, Repr-Digest, Retry-After");
    private static final AsciiString RESOURCE_POLICY = AsciiString.cached("cross-origin-resource-policy");
    private static final AsciiString ORIGIN = AsciiString.cached("Origin");

    private final Origins origins;
    private final HttpHeaders withoutOrigin;
    private final HttpHeaders mediaWithoutOrigin;

    Cors(Origins origins) {
        this.origins = origins;
        this.withoutOrigin = made(null, false);
        this.mediaWithoutOrigin = made(null, true);
    }

    /** Whether there is any other origin whose pages may ask. */
    public boolean isEnabled() {
        return !origins.isNobody();
    }

    /**
     * What belongs on every reply, errors included. To be added to its headers, not to replace any: {@code Vary} may be
     * there already.
     *
     * @param media whether the reply is about media or an export, of which a page may see more
     * @return not to be changed
     */
    public HttpHeaders headers(@Nullable String origin, boolean media) {
        if (origin == null) {
            return media ? mediaWithoutOrigin : withoutOrigin;
        }
        return made(origin, media);
    }

    /** Whether a path of the API is about media or exports. */
    static boolean isMedia(String path) {
        return path.contains("/media") || path.contains("/exports");
    }

    /** @param requestedMethod {@code Access-Control-Request-Method} */
    static boolean isPreflight(String method, @Nullable String requestedMethod) {
        return method.equals("OPTIONS") && requestedMethod != null;
    }

    /**
     * What a preflight is answered with: 200 and no body. What belongs on every reply is added to it as to any other;
     * without permission there the rest is worth nothing.
     *
     * @param requestedHeaders {@code Access-Control-Request-Headers}, its lines joined by commas
     */
    static Reply preflight(@Nullable String requestedHeaders) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, TWO_HOURS);
        String allowed = allowed(requestedHeaders);
        if (!allowed.isEmpty()) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, "0");
        return new Reply(200, headers, Reply.NO_BODY);
    }

    private HttpHeaders made(@Nullable String origin, boolean media) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        String allowed = origins.allowed(origin);
        if (allowed != null) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            if (media) {
                headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
            }
        }
        if (origins.makeADifference(origin)) {
            headers.set(HttpHeaderNames.VARY, ORIGIN);
        }
        // of a page's <audio> without crossorigin no origin is told, so that it goes by the list alone
        return headers.set(RESOURCE_POLICY, origins.isNobody() ? "same-origin" : "cross-origin");
    }

    /** As the client spells them, sorted. */
    private static String allowed(@Nullable String requested) {
        if (requested == null) {
            return "";
        }
        TreeSet<String> allowed = new TreeSet<>();
        for (String name : requested.split(",", -1)) {
            if (IN_SMALL_LETTERS.contains(name.strip().toLowerCase(Locale.ROOT))) {
                allowed.add(name.strip());
            }
        }
        return String.join(", ", allowed);
    }
}
