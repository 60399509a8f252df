package io.playhead.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled whether users, policies and tokens can be made, and are good
 * @param port on the loopback address; 0 for any
 * @param cache how long what is known of a token is used again; zero is never
 */
@ConfigurationProperties("playhead.identity")
record IdentityProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("9497") int port,
        @DefaultValue("10s") Duration cache) {

    private static final Duration LONGEST_CACHE = Duration.ofHours(1);

    IdentityProperties {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("playhead.identity.port must be 0 to 65535: " + port);
        }
        if (cache.isNegative() || cache.compareTo(LONGEST_CACHE) > 0) {
            throw new IllegalArgumentException("playhead.identity.cache must not be negative, and an hour at most");
        }
    }
}
