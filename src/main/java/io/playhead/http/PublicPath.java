package io.playhead.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request target taken apart (RFC 9112 §3.2).
 *
 * @param path decoded
 * @param query as sent, without the question mark
 */
public record PublicPath(String path, @Nullable String query) {

    /** Empty for a target that is no path, or whose escapes are broken. */
    public static Optional<PublicPath> of(String target) {
        String origin = target.startsWith("/") ? target : afterAuthority(target);
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        int fragment = origin.indexOf('#');
        String whole = fragment < 0 ? origin : origin.substring(0, fragment);
        int question = whole.indexOf('?');
        String path = question < 0 ? whole : whole.substring(0, question);
        String query = question < 0 ? null : whole.substring(question + 1);
        return decoded(path).map(clear -> new PublicPath(clear, query));
    }

    /** {@code http://host/path} is allowed too. */
    private static String afterAuthority(String target) {
        int authority = target.indexOf("://");
        int slash = authority < 0 ? -1 : target.indexOf('/', authority + 3);
        return slash < 0 ? "" : target.substring(slash);
    }

    private static Optional<String> decoded(String path) {
        if (path.indexOf('%') < 0) {
            return Optional.of(path);
        }
        if (path.contains("%2F") || path.contains("%2f")) {
            return Optional.empty(); // a part of the path, not a border between parts
        }
        try {
            return Optional.of(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
