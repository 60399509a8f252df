package io.playhead.ingest;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a recording before its octets come.
 *
 * @param fallbackEnd when it ended, if its octets do not tell how long it is
 * @param extension of its file's name, in small letters; null if there is none
 */
record Announced(
        UUID recording,
        Subject subject,
        Instant start,
        Instant fallbackEnd,
        @Nullable String extension) {

    Announced of(UUID uuid) {
        return new Announced(uuid, subject, start, fallbackEnd, extension);
    }
}
