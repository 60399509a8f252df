package io.playhead.http;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The origins (RFC 6454) whose pages may ask: any, those of a list, or none but our own. */
final class Origins {

    static final String ANY = "*";

    /** As browsers write it: no path, small letters, no port where it is the scheme's own. */
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://(\\[[0-9a-f:]+]|[a-z0-9._-]+)(:\\d{1,5})?");

    private static final Pattern NEEDLESS_PORT = Pattern.compile("http://.*:80|https://.*:443");

    private final boolean any;
    private final Set<String> listed;

    /** @throws IllegalArgumentException if one is neither an origin nor {@code *}, or more than {@code *} is listed */
    Origins(List<String> listed) {
        this.any = listed.contains(ANY);
        if (any && listed.size() > 1) {
            throw new IllegalArgumentException("* and others beside it");
        }
        listed.forEach(Origins::check);
        this.listed = Set.copyOf(listed);
    }

    private static void check(String origin) {
        if (origin.equals(ANY)) {
            return;
        }
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("not an origin, such as https://calls.example: " + origin);
        }
        if (NEEDLESS_PORT.matcher(origin).matches()) {
            throw new IllegalArgumentException("browsers leave out a port that the scheme implies: " + origin);
        }
    }

    boolean isNobody() {
        return listed.isEmpty();
    }

    /** What a page of this origin is told, or null where it is told nothing. @param origin null where none was named */
    @Nullable
    String allowed(@Nullable String origin) {
        if (any) {
            return origin == null || !isVisible(origin) ? ANY : origin;
        }
        return origin != null && listed.contains(origin) ? origin : null;
    }

    /** Whether the answer to another origin, or to none, would be another. */
    boolean makeADifference(@Nullable String origin) {
        return any ? origin != null && isVisible(origin) : !listed.isEmpty();
    }

    private static boolean isVisible(String origin) {
        return !origin.isEmpty() && origin.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }
}
