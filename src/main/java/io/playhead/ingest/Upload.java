package io.playhead.ingest;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recording that is announced, and whose octets are still to come.
 *
 * @param announced what was said of it, in JSON
 * @param length how many octets are to come; null while nobody has said so
 */
record Upload(
        UUID uuid,
        UUID tenant,
        UUID recording,
        String announced,
        @Nullable Long length,
        Instant expires) {}
