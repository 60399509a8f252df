package io.playhead.media;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param rowCache how long a recording's row may be used again without asking the database; others change rows beside
 *     an existing Wazo. Zero asks each time
 * @param rows most rows that are kept
 * @param longestGap how much silence there is at most between two recordings of a call that is heard as a whole
 */
@ConfigurationProperties("playhead.media")
record MediaProperties(
        @DefaultValue("2s") Duration rowCache,
        @DefaultValue("10000") int rows,
        @DefaultValue("30s") Duration longestGap) {

    private static final Duration LONGEST_GAP = Duration.ofHours(1);

    MediaProperties {
        if (rowCache.isNegative()) {
            throw new IllegalArgumentException("playhead.media.row-cache must not be negative: " + rowCache);
        }
        if (rows < 1) {
            throw new IllegalArgumentException("playhead.media.rows must be at least 1: " + rows);
        }
        if (longestGap.isNegative() || longestGap.compareTo(LONGEST_GAP) > 0) {
            throw new IllegalArgumentException("playhead.media.longest-gap must be from 0 to 1h: " + longestGap);
        }
    }
}
