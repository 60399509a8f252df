package io.playhead.decoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where samples are kept: of the numbered folders in the one that is configured the first that no other Playhead has
 * locked, so that several may share it, and one that is started again finds what it had. For the owner alone. What an
 * earlier process left unfinished, or in a folder that nobody uses any more, is removed.
 */
final class CacheFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CacheFolder.class);

    private static final int MOST = 100;
    private static final String LOCK = "lock";
    private static final String UNFINISHED = ".part";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final FileChannel lock;

    private CacheFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws IllegalStateException where it may not be used, which names the property */
    static CacheFolder claim(Path folder) {
        try {
            UserPrincipal owner = checked(folder);
            CacheFolder claimed = null;
            for (int number = 0; number < MOST; number++) {
                Path path = folder.resolve(Integer.toString(number));
                boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
                if (claimed != null && !there) {
                    return claimed;
                }
                Optional<CacheFolder> free = locked(path, owner);
                if (claimed == null) {
                    claimed = free.orElse(null);
                } else if (free.isPresent()) {
                    free.get().clear(name -> true);
                    free.get().close();
                }
            }
            if (claimed != null) {
                return claimed;
            }
        } catch (IOException failure) {
            throw new IllegalStateException("playhead.decoder.cache.folder cannot be used: " + folder, failure);
        }
        throw new IllegalStateException("playhead.decoder.cache.folder: all of " + folder + " is in use");
    }

    /** In a folder of somebody else's one's own could be exchanged: only root may own it instead. */
    private static UserPrincipal checked(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY);
        Path mine = Files.createTempFile(folder, "owner", UNFINISHED);
        UserPrincipal owner = Files.getOwner(mine);
        Files.delete(mine);
        UserPrincipal found = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        if (!found.equals(owner) && !found.getName().equals("root")) {
            throw new IOException("it is of another user");
        }
        return owner;
    }

    private static Optional<CacheFolder> locked(Path path, UserPrincipal owner) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path, OWNER_ONLY);
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        CacheFolder folder = new CacheFolder(path, channel);
        folder.clear(name -> name.endsWith(UNFINISHED));
        return Optional.of(folder);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    private void clear(Predicate<String> which) {
        files().stream()
                .filter(file -> which.test(file.getFileName().toString()))
                .forEach(CacheFolder::delete);
    }

    Path path() {
        return path;
    }

    /** All but the lock. */
    List<Path> files() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> !file.endsWith(LOCK)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A name that no file has. */
    Path temporary() {
        return path.resolve(UUID.randomUUID() + UNFINISHED);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            log.warn("event=decoded-file-left file={}", file.getFileName(), failure);
        }
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
