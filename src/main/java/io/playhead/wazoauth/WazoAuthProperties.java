package io.playhead.wazoauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where wazo-auth is, and who Playhead is there. The names are those of call-logd's section {@code auth}. Never prints the
 * password.
 *
 * @param prefix of its paths; empty where there is none
 * @param certificate PEM of what signed its certificate, if that is nobody Java knows; or of the certificate itself
 * @param timeout for each call whole
 * @param keyFile YAML of {@code service_id} and {@code service_key}, used where there is no username
 * @param masterTenantUuid learnt from the first token of our own, where it is not set
 * @param cache how long a decision is used again; zero is never
 * @param decisions most that are kept
 */
@ConfigurationProperties("playhead.access.wazo-auth")
record WazoAuthProperties(
        @DefaultValue("localhost") String host,
        @DefaultValue("80") int port,
        @DefaultValue("false") boolean https,
        @DefaultValue("/api/auth") String prefix,
        @DefaultValue("true") boolean verifyCertificate,
        @Nullable Path certificate,
        @DefaultValue("10s") Duration timeout,
        @Nullable String username,
        @Nullable String password,

        @DefaultValue("/var/lib/wazo-auth-keys/wazo-call-logd-key.yml")
        Path keyFile,

        @Nullable UUID masterTenantUuid,
        @DefaultValue("10s") Duration cache,
        @DefaultValue("10000") int decisions) {

    private static final String NAME = "playhead.access.wazo-auth.";
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LONGEST_CACHE = Duration.ofHours(1);

    WazoAuthProperties {
        prefix = normal(prefix);
        username = username == null || username.isEmpty() ? null : username;
        password = password == null || password.isEmpty() ? null : password;
        require((username == null) == (password == null), "username and .password must be set together");
        require(username == null || !username.contains(":"), "username must be without a colon");
        require(port > 0 && port < 65_536, "port must be 1 to 65535");
        require(isSound(host, prefix), "host and .prefix must be a name and a path");
        require(
                timeout.isPositive() && timeout.compareTo(LONGEST_TIMEOUT) <= 0,
                "timeout must be positive, and a minute at most");
        require(
                !cache.isNegative() && cache.compareTo(LONGEST_CACHE) <= 0,
                "cache must not be negative, and an hour at most");
        require(decisions > 0, "decisions must be positive");
    }

    /** Of every path. */
    String url() {
        String named = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return (https ? "https" : "http") + "://" + named + ":" + port + prefix;
    }

    private static String normal(String prefix) {
        String path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }

    private static boolean isSound(String host, String prefix) {
        try {
            URI url = new URI("http", null, host, 80, prefix, null, null);
            return url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawPath().equals(prefix);
        } catch (URISyntaxException garbage) {
            return false;
        }
    }

    private static void require(boolean holds, String words) {
        if (!holds) {
            throw new IllegalArgumentException(NAME + words);
        }
    }

    @Override
    public String toString() {
        return "WazoAuthProperties[" + url() + "]";
    }
}
