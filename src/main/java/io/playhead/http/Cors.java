package io.playhead.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pages of other origins (the Fetch standard's CORS protocol), answered as call-logd does: everyone may, without
 * cookies. The permission is in the token.
 */
public final class Cors {

    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    /** The headers that pages of other origins may send. */
    public static final List<String> REQUEST_HEADERS = List.of("Content-Type", "Range", "X-Auth-Token", "Wazo-Tenant");

    private static final Set<String> IN_SMALL_LETTERS =
            REQUEST_HEADERS.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());

    private static final HttpHeaders ANYONE =
            new ReadOnlyHttpHeaders(false, HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");

    private Cors() {}

    /**
     * What belongs on every reply, errors included. To be added to its headers, not to replace any: {@code Vary} may be
     * there already.
     *
     * @return not to be changed
     */
    public static HttpHeaders headers(@Nullable String origin) {
        return origin == null || !isVisible(origin) ? ANYONE : forOrigin(origin);
    }

    /** @param requestedMethod {@code Access-Control-Request-Method} */
    public static boolean isPreflight(String method, @Nullable String requestedMethod) {
        return method.equals("OPTIONS") && requestedMethod != null;
    }

    /**
     * What a preflight is answered with: 200 and no body.
     *
     * @param requestedHeaders {@code Access-Control-Request-Headers}, its lines joined by commas
     */
    public static Reply preflight(@Nullable String origin, @Nullable String requestedHeaders) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.add(headers(origin));
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        String allowed = allowed(requestedHeaders);
        if (!allowed.isEmpty()) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, "0");
        return new Reply(200, headers, Reply.NO_BODY);
    }

    private static HttpHeaders forOrigin(String origin) {
        return DefaultHttpHeadersFactory.headersFactory()
                .newHeaders()
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .set(HttpHeaderNames.VARY, "Origin");
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

    private static boolean isVisible(String origin) {
        return !origin.isEmpty() && origin.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }
}
