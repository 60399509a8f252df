package io.playhead.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A folder under which recordings may lie. Its threads are its own, so that a file system which stalls holds up
 * nobody else's.
 *
 * @param given as configured
 * @param path the same when every link is followed
 */
record DiskRoot(Path given, Path path, boolean local, DiskWork work) {

    static DiskRoot existing(DiskProperties.Root root, DiskProperties properties) {
        Path given = Objects.requireNonNull(root.path()).normalize();
        try {
            Path real = given.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new IllegalArgumentException("playhead.storage.disk.roots: " + given + " is not a folder");
            }
            return new DiskRoot(given, real, root.local(), new DiskWork(properties.threads(), properties.queue()));
        } catch (IOException missing) {
            throw new IllegalArgumentException("playhead.storage.disk.roots: " + given + " cannot be opened", missing);
        }
    }

    /** Whether a path in which every link has been followed lies here. */
    boolean holds(Path real) {
        return real.startsWith(path);
    }

    /** Whether a path says of itself that it lies here; where links lead is not asked. */
    boolean names(Path place) {
        return place.startsWith(given) || place.startsWith(path);
    }

    int depth() {
        return path.getNameCount();
    }
}
