package io.playhead.imports;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import that somebody has asked for.
 *
 * @param tenant whose job it is
 * @param state pending, running, finished, cancelled or failed
 * @param outcomes how many files came to what, as JSON
 * @param error the id of what made it fail
 */
record ImportJob(
        UUID uuid,
        UUID tenant,
        ImportRequest request,
        String state,
        String outcomes,
        @Nullable String error,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended) {}
