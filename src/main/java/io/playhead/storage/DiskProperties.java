package io.playhead.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param roots folders under which recordings may lie; the first is where new ones are written
 * @param descriptors most files kept open
 * @param idle how long an unused file is kept open
 * @param threads of each root for what must not run on an event loop
 * @param queue how many tasks may wait for a root's threads
 */
@ConfigurationProperties("playhead.storage.disk")
record DiskProperties(
        @DefaultValue List<Root> roots,
        @DefaultValue("1024") int descriptors,
        @DefaultValue("30s") Duration idle,
        @DefaultValue("8") int threads,
        @DefaultValue("4096") int queue) {

    /**
     * @param path absolute
     * @param local whether the file system answers as a disk of this machine does: a {@code stat} and a short read
     *     then run on the event loop, and the kernel sends the rest
     */
    record Root(@Nullable Path path, @DefaultValue("true") boolean local) {

        Root {
            if (path == null || !path.isAbsolute()) {
                throw new IllegalArgumentException("playhead.storage.disk.roots[].path must be absolute: " + path);
            }
        }
    }

    DiskProperties {
        roots = List.copyOf(roots);
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("playhead.storage.disk.roots must be set");
        }
        if (idle.isNegative()) {
            throw new IllegalArgumentException("playhead.storage.disk.idle must not be negative: " + idle);
        }
        if (descriptors < 1 || threads < 1 || queue < 1) {
            throw new IllegalArgumentException(
                    "playhead.storage.disk.descriptors, .threads and .queue must be at least 1");
        }
    }
}
