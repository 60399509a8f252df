package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The calls to a file system that may take their time, so that a test can make them take it. */
interface Disk {

    Disk SYSTEM = new Disk() {};

    /** Facts of what a path leads to. */
    default Stat stat(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
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

    /** @param real not a link */
    default FileChannel open(Path real) throws IOException {
        return FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** A new file to write to, which can be read too. */
    default FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** All of the octets, at the end of what was written before. */
    default void write(FileChannel channel, ByteBuf octets) throws IOException {
        ByteBuffer[] parts = octets.nioBuffers();
        long left = octets.readableBytes();
        while (left > 0) {
            left -= channel.write(parts);
        }
    }

    /** What was written outlives a loss of power from now on. */
    default void force(FileChannel channel) throws IOException {
        channel.force(true);
    }

    /** The names in a folder outlive a loss of power from now on. */
    default void forceNames(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** At once; what has the name is replaced. */
    default void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * A second name for a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if something has the name
     * @throws UnsupportedOperationException where the file system has no second names; another IOException may say so too
     */
    default void link(Path name, Path file) throws IOException {
        Files.createLink(name, file);
    }

    default void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    /**
     * Exactly so many octets, in a buffer which the caller releases.
     *
     * @throws EOFException if the file has fewer
     */
    default ByteBuf read(FileChannel channel, long position, int length) throws IOException {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(length, length);
        try {
            while (buffer.isWritable()) {
                int count = buffer.writeBytes(channel, position + buffer.writerIndex(), buffer.writableBytes());
                if (count < 0) {
                    throw new EOFException();
                }
            }
            return buffer;
        } catch (IOException | RuntimeException failure) {
            buffer.release();
            throw failure;
        }
    }

    /**
     * @param modifiedNanos since 1970, UTC
     * @param key which file it is: device and inode, where the system has them
     */
    record Stat(
            boolean regular,
            long length,
            long modifiedNanos,
            @Nullable Object key) {

        boolean sameFile(Stat other) {
            return regular && other.regular && Objects.equals(key, other.key);
        }
    }
}
