package io.playhead.storage;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
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

    final Path real;
    final boolean local;
    final Disk.Stat stat;
    final FileChannel channel;
    private final AtomicInteger open;

    /** @param open counts those that are open */
    Descriptor(Path real, boolean local, Disk.Stat stat, FileChannel channel, AtomicInteger open) {
        this.real = real;
        this.local = local;
        this.stat = stat;
        this.channel = channel;
        this.open = open;
        open.incrementAndGet();
    }

    /** Counts one more reader, unless the file has been closed meanwhile. */
    boolean tryRetain() {
        for (int count = refCnt(); count > 0; count = refCnt()) {
            try {
                retain();
                return channel.isOpen() || giveBack();
            } catch (io.netty.util.IllegalReferenceCountException closedMeanwhile) {
                return false;
            }
        }
        return false;
    }

    private boolean giveBack() {
        release();
        return false;
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
