package io.playhead.identity;

import io.playhead.access.Credential;
import io.playhead.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request says of its sender. */
final class Presented {

    private static final String BASIC = "Basic ";

    private Presented() {}

    /** Never prints the password. */
    record NamePassword(String name, String password) {
        @Override
        public String toString() {
            return "NamePassword[" + name + "]";
        }
    }

    static Credential token(ApiRequest request) {
        String text = request.header("X-Auth-Token");
        return text == null ? Credential.NONE : new Credential(text);
    }

    /** {@code Wazo-Tenant}, null where it is missing or empty. */
    static @Nullable String tenant(ApiRequest request) {
        String named = request.header("Wazo-Tenant");
        return named == null || named.isEmpty() ? null : named;
    }

    /** RFC 7617, in UTF-8; empty where there is none that can be read. */
    static Optional<NamePassword> basic(ApiRequest request) {
        String given = request.header("Authorization");
        if (given == null || !given.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] octets =
                    Base64.getDecoder().decode(given.substring(BASIC.length()).strip());
            String pair = new String(octets, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new NamePassword(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
