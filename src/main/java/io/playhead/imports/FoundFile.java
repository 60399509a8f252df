package io.playhead.imports;

import io.playhead.storage.RecordingFolders.Folder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file within a root.
 *
 * @param path every link followed
 * @param place as a row has it
 * @param within the same below its root
 * @param length in octets
 * @param modifiedNanos since 1970, UTC
 */
record FoundFile(Path path, String place, String within, long length, long modifiedNanos) {

    private static final Pattern MONITOR =
            Pattern.compile("(?is).*/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/monitor/.*");

    static FoundFile of(Path real, Folder root, BasicFileAttributes attributes) {
        return new FoundFile(
                real,
                root.place(real).location(),
                root.path().relativize(real).toString(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** The tenant in whose folder {@code monitor} it lies, as a Wazo has them. */
    Optional<UUID> owner() {
        Matcher monitor = MONITOR.matcher(place);
        return monitor.matches() ? Optional.of(UUID.fromString(monitor.group(1))) : Optional.empty();
    }

    /** Whether it lies in the tenant's own folder of its root. */
    boolean isIn(UUID tenant) {
        return within.toLowerCase(Locale.ROOT).startsWith(tenant + "/");
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
