package io.playhead.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one tenant or one caller may take of what all share.
 *
 * @param tenant of media, for all who listen to one tenant's recordings together
 * @param caller of media, for one user or service
 */
@ConfigurationProperties("playhead.limits")
record LimitsProperties(
        @DefaultValue Share tenant,
        @DefaultValue Share caller,
        @DefaultValue Failures failures) {

    LimitsProperties {
        tenant.check("tenant");
        caller.check("caller");
    }

    /**
     * @param streams most bodies of media on their way at a time; null is without limit
     * @param rate octets a second; null is without limit
     */
    record Share(@Nullable Integer streams, @Nullable DataSize rate) {

        /** Below that no player of a telephone's plain samples could go on. */
        private static final DataSize LEAST_RATE = DataSize.ofKilobytes(16);

        private void check(String whose) {
            if (streams != null && streams < 1) {
                throw new IllegalArgumentException(
                        "playhead.limits." + whose + ".streams must be at least 1, or not set: " + streams);
            }
            if (rate != null && rate.compareTo(LEAST_RATE) < 0) {
                throw new IllegalArgumentException(
                        "playhead.limits." + whose + ".rate must be at least 16KB a second, or not set: " + rate);
            }
        }
    }

    /**
     * Of tokens and tickets that are no good.
     *
     * @param enabled whether they are counted at all
     * @param address most from one address within the window
     * @param credential most of one and the same token within the window
     * @param window in which as many attempts come back, a second to a day
     */
    record Failures(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("1000") int address,
            @DefaultValue("100") int credential,
            @DefaultValue("1m") Duration window) {

        private static final Duration LEAST_WINDOW = Duration.ofSeconds(1);
        private static final Duration MOST_WINDOW = Duration.ofDays(1);

        Failures {
            positive("address", address);
            positive("credential", credential);
            if (window.compareTo(LEAST_WINDOW) < 0 || window.compareTo(MOST_WINDOW) > 0) {
                throw new IllegalArgumentException(
                        "playhead.limits.failures.window must be between 1s and 1d: " + window);
            }
        }

        private static void positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        "playhead.limits.failures." + name + " must be at least 1: " + value);
            }
        }
    }
}
