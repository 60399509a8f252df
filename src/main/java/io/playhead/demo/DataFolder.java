package io.playhead.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code playhead.data}: what the out-of-the-box mode keeps. One process at a time may have it open. */
final class DataFolder implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataFolder open(Path path) {
        try {
            Files.createDirectories(path, OWNER_ONLY_FOLDER);
            FileChannel lock = FileChannel.open(
                    path.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
            if (locked(lock) == null) {
                lock.close();
                throw new IllegalStateException("playhead.data: another Playhead is running on " + path);
            }
            return new DataFolder(path, lock);
        } catch (IOException failure) {
            throw new UncheckedIOException("playhead.data: " + path + " cannot be used", failure);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name), OWNER_ONLY_FOLDER);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** 256 random bits in hex, made once and kept in a file that only the owner can read. */
    String secret(String name) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return kept(name, HexFormat.of().formatHex(random));
    }

    /** The file's content, which is {@code first} if it was not there. */
    String kept(String name, String first) {
        try {
            Path file = path.resolve(name);
            if (!Files.exists(file)) {
                replace(name, first + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes a file whole or not at all, readable by the owner only. */
    Path replace(String name, String content) {
        try {
            Path unfinished = Files.createTempFile(path, name, ".part", OWNER_ONLY);
            Files.writeString(unfinished, content);
            force(unfinished);
            return Files.move(
                    unfinished,
                    path.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
