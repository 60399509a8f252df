package io.playhead.service;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps secrets out of what is shown: that there is one may be seen, what it is may not. */
final class Mask {

    private static final String HIDDEN = "***";
    private static final List<String> WORDS =
            List.of("password", "passwd", "passphrase", "secret", "token", "credential", "key");

    /** What stands before the last {@code @} of an address; a password may hold any character, a slash too. */
    private static final Pattern IN_AUTHORITY = Pattern.compile("(?<=://)\\S*(?=@)");

    private static final Pattern IN_QUERY =
            Pattern.compile("(?i)(?<=[?&;])([^=&;\\s]*(?:" + String.join("|", WORDS) + ")[^=&;\\s]*)=[^&;\\s]*");

    private Mask() {}

    /**
     * @param name of a property, in full
     * @param value flags are shown whatever their name: {@code query-token} is none
     */
    static @Nullable Object shown(String name, @Nullable Object value) {
        if (value == null || value instanceof Boolean || value.equals("")) {
            return value;
        }
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        if (WORDS.stream().anyMatch(plain::contains)) {
            return HIDDEN;
        }
        return value instanceof String text ? withoutCredentials(text) : value;
    }

    private static String withoutCredentials(String text) {
        String address = IN_AUTHORITY.matcher(text).replaceAll(HIDDEN);
        return IN_QUERY.matcher(address).replaceAll("$1=" + HIDDEN);
    }
}
