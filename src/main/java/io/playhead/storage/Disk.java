package io.playhead.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The calls to a file system that may take their time, so that a test can make them take it. */
interface Disk {

    Disk SYSTEM = new Disk() {};

    /** Facts of the file at a path whose last part is not a link. */
    default Stat stat(Path real) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Stat(
                attributes.isRegularFile(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                attributes.fileKey());
    }

    /** Where a path leads when every link in it is followed. */
    default Path real(Path path) throws IOException {
        return path.toRealPath();
    }

    default FileChannel open(Path real) throws IOException {
        return FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** @param key which file it is: device and inode, where the system has them */
    record Stat(
            boolean regular,
            long length,
            long modifiedNanos,
            @Nullable Object key) {}
}
