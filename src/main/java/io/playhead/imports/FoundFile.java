package io.playhead.imports;

import io.playhead.storage.RecordingFolders.Folder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A file within a root.
 *
 * @param path every link followed
 * @param place as a row has it
 * @param length in octets
 * @param modifiedNanos since 1970, UTC
 */
record FoundFile(Path path, String place, long length, long modifiedNanos) {

    static FoundFile of(Path real, Folder root, BasicFileAttributes attributes) {
        return new FoundFile(
                real,
                root.place(real).location(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    String name() {
        return place.substring(place.lastIndexOf('/') + 1);
    }

    /** Whether whoever reads the place finds this file by it. */
    boolean isText() {
        try {
            return place.chars().noneMatch(Character::isISOControl)
                    && Path.of(path.toString()).equals(path);
        } catch (InvalidPathException other) {
            return false;
        }
    }

    /** What is being written, by the ways in which programs name such files. */
    static boolean isTemporary(String name) {
        return name.startsWith(".") || name.endsWith(".part") || name.endsWith(".tmp") || name.endsWith("~");
    }
}
