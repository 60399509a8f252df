package io.playhead.imports;

import io.playhead.storage.RecordingFolders.Folder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be imported, and how.
 *
 * @param tenant whose the files are whose path names no tenant; null: those stay
 * @param tenants whose files may be imported; null: anybody's
 * @param everywhere whether files outside the tenants' own folders may be imported
 * @param createCalls whether calls are made for recordings that have none
 * @param dryRun whether everything is only said, and nothing done
 * @param relink whether rows follow files that were moved by hand
 * @param settle how long nobody may have written to a file
 * @param unfinished the same of one whose header says that it is not complete, or that there is nothing in it yet
 */
record ImportWish(
        Names names,
        @Nullable UUID tenant,
        @Nullable Set<UUID> tenants,
        boolean everywhere,
        boolean createCalls,
        boolean dryRun,
        boolean relink,
        Duration settle,
        Duration unfinished) {

    static final Duration SETTLE = Duration.ofSeconds(10);

    /**
     * Whether whoever wishes this may know of what lies there.
     *
     * @param real every link followed
     */
    boolean maySee(Folder root, Path real) {
        return everywhere
                || FoundFile.tenant(root.path().relativize(real))
                        .filter(owner -> tenants != null && tenants.contains(owner))
                        .isPresent();
    }

    /**
     * Whether a file may become one of this tenant's: nobody's folder becomes another's, and where the import is said to be
     * one tenant's, folders of others stay.
     */
    boolean allows(FoundFile file, UUID owner) {
        return (tenants == null || tenants.contains(owner))
                && (tenant == null || tenant.equals(owner))
                && file.owner().map(owner::equals).orElse(true)
                && (everywhere || file.isIn(owner));
    }
}
