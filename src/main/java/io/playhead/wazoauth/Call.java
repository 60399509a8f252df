package io.playhead.wazoauth;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.playhead.access.Credential;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call to wazo-auth 0.1. Holds tokens, and so never prints itself.
 *
 * @param path below the prefix, with its query
 * @param body JSON, or null
 * @param longest answer that is taken, in octets
 */
record Call(
        HttpMethod method,
        String path,
        HttpHeaders headers,
        @Nullable String body,
        int longest) {

    private static final String TOKEN = "/0.1/token";
    private static final String AUTH_TOKEN = "x-auth-token";

    private static final int LONGEST_CREDENTIAL = 1024;
    /** A token tells what it may do: some thousands of grants. */
    private static final int LONGEST_TOKEN = 1 << 20;
    /** Some ten thousand tenants. */
    private static final int LONGEST_TENANTS = 4 << 20;

    /** Beside letters and digits what a segment of a path may hold as it is (RFC 3986 §3.3). */
    private static final String IN_SEGMENT = "-._~!$&'()*+,;=:@";

    /** Whether a token can be put in a path as it is. No token of wazo-auth's is another. */
    static boolean canCarry(Credential credential) {
        String token = credential.text();
        return !token.isEmpty()
                && token.length() <= LONGEST_CREDENTIAL
                && token.chars().allMatch(Call::fits)
                && !token.equals(".")
                && !token.equals("..");
    }

    private static boolean fits(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || IN_SEGMENT.indexOf(character) >= 0;
    }

    /** Is the token good, may it do {@code scope}, does it reach {@code tenant}? */
    static Call check(Credential credential, @Nullable String scope, @Nullable String tenant) {
        StringBuilder path = new StringBuilder(TOKEN).append('/').append(credential.text());
        char separator = '?';
        if (scope != null) {
            path.append(separator).append("scope=").append(encoded(scope));
            separator = '&';
        }
        if (tenant != null) {
            path.append(separator).append("tenant=").append(encoded(tenant));
        }
        return new Call(HttpMethod.HEAD, path.toString(), onBehalf(credential), null, 0);
    }

    /** Whose is the token? */
    static Call details(Credential credential) {
        return new Call(HttpMethod.GET, TOKEN + "/" + credential.text(), onBehalf(credential), null, LONGEST_TOKEN);
    }

    /** As {@link #details}, as call-logd asks for {@code /users/me}: without saying who asks. */
    static Call owner(Credential credential) {
        return new Call(HttpMethod.GET, TOKEN + "/" + credential.text(), bare(), null, LONGEST_TOKEN);
    }

    /** The tenant and all below it. */
    static Call tenants(Credential credential, UUID tenant) {
        HttpHeaders headers = onBehalf(credential).set("wazo-tenant", tenant.toString());
        return new Call(HttpMethod.GET, "/0.1/tenants", headers, null, LONGEST_TENANTS);
    }

    /** A token for a service. */
    static Call newToken(ServiceKey key, long seconds) {
        String basic =
                Base64.getEncoder().encodeToString((key.id() + ":" + key.key()).getBytes(StandardCharsets.UTF_8));
        HttpHeaders headers = bare().set(HttpHeaderNames.AUTHORIZATION, "Basic " + basic)
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        return new Call(HttpMethod.POST, TOKEN, headers, "{\"expiration\": " + seconds + "}", LONGEST_TOKEN);
    }

    /** Do you answer? */
    static Call anything() {
        return new Call(HttpMethod.HEAD, TOKEN + "/none", bare(), null, 0);
    }

    private static HttpHeaders onBehalf(Credential credential) {
        return bare().set(AUTH_TOKEN, credential.text());
    }

    private static HttpHeaders bare() {
        return new DefaultHttpHeaders().set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Call[" + method + "]";
    }
}
