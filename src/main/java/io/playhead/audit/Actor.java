package io.playhead.audit;

import io.playhead.http.ApiRequest;
import java.net.InetAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did something, and from where.
 *
 * @param user who acts; null where nobody is known
 * @param maker who made the ticket by which it was done
 * @param address of the client as far as can be believed
 * @param userAgent as sent, shortened, without what is no text
 */
public record Actor(
        @Nullable UUID user,
        @Nullable UUID maker,
        @Nullable String address,
        @Nullable String userAgent) {

    private static final int LONGEST = 256;

    public static final Actor NOBODY = new Actor(null, null, null, null);

    public Actor {
        userAgent = userAgent == null ? null : text(userAgent, LONGEST);
    }

    public static Actor of(@Nullable UUID user, ApiRequest request) {
        return of(user, null, request.address(), request.header("User-Agent"));
    }

    static Actor of(
            @Nullable UUID user, @Nullable UUID maker, @Nullable InetAddress address, @Nullable String userAgent) {
        return new Actor(user, maker, address == null ? null : address.getHostAddress(), userAgent);
    }

    /** Anybody may send anything: PostgreSQL has no text with the character 0, and halves of a character are none. */
    static String text(String sent, int longest) {
        String shortened = sent.length() <= longest ? sent : sent.substring(0, longest);
        StringBuilder text = new StringBuilder(shortened.length());
        shortened
                .codePoints()
                .map(letter -> Character.isISOControl(letter) || Character.getType(letter) == Character.SURROGATE
                        ? '?'
                        : letter)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
