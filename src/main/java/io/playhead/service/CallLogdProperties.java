package io.playhead.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The call-logd that Playhead stands beside.
 *
 * @param url of its API, above {@code /1.0}: {@code http} or {@code https}; null if there is none
 * @param connect how long a connection to it may take, or a wait for a free one
 * @param response how long it may say nothing, before its answer and within
 */
@ConfigurationProperties("playhead.call-logd")
record CallLogdProperties(
        @Nullable String url,
        @DefaultValue("2s") Duration connect,
        @DefaultValue("60s") Duration response) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    CallLogdProperties {
        if (url != null) {
            check(url);
        }
        positive("connect", connect);
        positive("response", response);
    }

    private static void check(String url) {
        if (!isSound(url)) {
            throw new IllegalArgumentException(
                    "playhead.call-logd.url must be http:// or https://, a host, and at most a port and a path");
        }
    }

    private static boolean isSound(String url) {
        try {
            URI parsed = new URI(url);
            return parsed.getScheme() != null
                    && SCHEMES.contains(parsed.getScheme())
                    && parsed.getHost() != null
                    && parsed.getRawUserInfo() == null
                    && parsed.getRawQuery() == null
                    && parsed.getRawFragment() == null;
        } catch (URISyntaxException garbage) {
            return false;
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("playhead.call-logd." + name + " must be positive: " + value);
        }
    }
}
