package io.playhead.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** The store of disks whose files are there and cannot be had. */
public final class FailingDisks {

    private FailingDisks() {}

    /** Every file may not be opened, whoever runs the tests. */
    public static RecordingStore forbidding(Path root) {
        return store(root, new Disk() {
            @Override
            public FileChannel open(Path real) throws IOException {
                throw new AccessDeniedException(real.toString());
            }
        });
    }

    /** Every file can be opened, and each read of it fails. */
    public static RecordingStore breaking(Path root) {
        return store(root, new Disk() {
            @Override
            public FileChannel open(Path real) throws IOException {
                return FileChannel.open(root, StandardOpenOption.READ);
            }
        });
    }

    private static RecordingStore store(Path root, Disk disk) {
        DiskProperties properties =
                new DiskProperties(List.of(new DiskProperties.Root(root, true)), 10, Duration.ofSeconds(1), 1, 10);
        return new DiskStore(properties, disk);
    }
}
