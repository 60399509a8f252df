package io.playhead.imports;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be imported, and how.
 *
 * @param tenant whose the files are whose path names no tenant; null: those stay
 * @param tenants whose files may be imported; null: anybody's
 * @param createCalls whether calls are made for recordings that have none
 * @param dryRun whether everything is only said, and nothing done
 * @param relink whether rows follow files that were moved by hand
 * @param settle how long nobody may have written to a file
 */
record ImportWish(
        Names names,
        @Nullable UUID tenant,
        @Nullable Set<UUID> tenants,
        boolean createCalls,
        boolean dryRun,
        boolean relink,
        Duration settle) {

    static final Duration SETTLE = Duration.ofSeconds(10);

    boolean allows(UUID owner) {
        return tenants == null || tenants.contains(owner);
    }
}
