package io.playhead.storage;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCounted;
import io.playhead.representation.ByteRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One open file, shared by all who read it and closed when the last of them and the cache have let go. Its stat is
 * that of the moment of opening.
 */
final class Descriptor extends AbstractReferenceCounted {

    final Path path;
    final DiskRoot root;
    final Disk.Stat stat;
    final FileChannel channel;
    private final AtomicInteger open;

    /**
     * @param path as asked for, links not followed
     * @param root where it lies when they are
     * @param open counts those that are open
     */
    Descriptor(Path path, DiskRoot root, Disk.Stat stat, FileChannel channel, AtomicInteger open) {
        this.path = path;
        this.root = root;
        this.stat = stat;
        this.channel = channel;
        this.open = open;
        open.incrementAndGet();
    }

    boolean isOpen() {
        return refCnt() > 0 && channel.isOpen();
    }

    /** Counts one more reader, unless the file has been closed meanwhile. */
    boolean tryRetain() {
        if (!isOpen()) {
            return false;
        }
        try {
            retain();
        } catch (IllegalReferenceCountException closedMeanwhile) {
            return false;
        }
        return true;
    }

    Optional<FileRegion> region(ByteRange range) {
        return tryRetain() ? Optional.of(new Region(range)) : Optional.empty();
    }

    @Override
    protected void deallocate() {
        open.decrementAndGet();
        try {
            channel.close();
        } catch (IOException ignored) {
            // a file that was only read has nothing to lose
        }
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }

    /** A part of the shared file: releasing it lets go of the file instead of closing it. */
    private final class Region extends DefaultFileRegion {

        Region(ByteRange range) {
            super(channel, range.start(), range.length());
        }

        @Override
        protected void deallocate() {
            Descriptor.this.release();
        }
    }
}
