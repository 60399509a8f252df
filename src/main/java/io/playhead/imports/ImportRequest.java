package io.playhead.imports;

import io.playhead.storage.RecordingFolders;
import io.playhead.storage.RecordingFolders.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a job is to do, as it is kept.
 *
 * @param folder a root's name, and perhaps folders below it
 * @param tenant whose the files are whose path names no tenant
 * @param tenants whose files may be imported
 * @param everywhere whether files outside these tenants' own folders may be as well
 */
record ImportRequest(
        String folder,
        List<String> patterns,
        @Nullable UUID tenant,
        Set<UUID> tenants,
        boolean everywhere,
        String zone,
        boolean dryRun,
        boolean createCalls,
        boolean relink) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ImportRequest read(String json) {
        return JSON.readValue(json, ImportRequest.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    ImportWish wish(Duration settle) {
        return new ImportWish(
                Names.of(patterns, ZoneId.of(zone)),
                tenant,
                tenants,
                everywhere,
                createCalls,
                dryRun,
                relink,
                settle,
                settle);
    }

    /** The root that its folder names. */
    Optional<Folder> root(RecordingFolders folders) {
        String name = folder.split("/", 2)[0];
        return folders.all().stream()
                .filter(root -> folders.name(root).equals(name))
                .findFirst();
    }

    /** Where it is, every link followed; empty if it is no folder within its root, or one of others. */
    Optional<Path> path(RecordingFolders folders) {
        Optional<Folder> root = root(folders);
        int below = folder.indexOf('/');
        if (root.isEmpty() || below < 0) {
            return root.map(Folder::path);
        }
        try {
            Path real = root.get().path().resolve(folder.substring(below + 1)).toRealPath();
            return Files.isDirectory(real)
                            && folders.holding(real)
                                    .filter(within -> maySee(within, real))
                                    .isPresent()
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    private boolean maySee(Folder within, Path real) {
        return everywhere
                || FoundFile.tenant(within.path().relativize(real))
                        .filter(tenants::contains)
                        .isPresent();
    }
}
