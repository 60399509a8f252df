package io.playhead.media;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param rowCache how long a recording's row may be used again without asking the database; others change rows beside
 *     an existing Wazo. Zero asks each time
 * @param rows most rows that are kept
 */
@ConfigurationProperties("playhead.media")
record MediaProperties(
        @DefaultValue("2s") Duration rowCache,
        @DefaultValue("10000") int rows) {

    MediaProperties {
        if (rowCache.isNegative()) {
            throw new IllegalArgumentException("playhead.media.row-cache must not be negative: " + rowCache);
        }
        if (rows < 1) {
            throw new IllegalArgumentException("playhead.media.rows must be at least 1: " + rows);
        }
    }
}
