package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file under a temporary name, locked for as long as somebody is at it, so that whoever sweeps can tell. Either it gets
 * its name or is deleted, whichever comes first. For disk threads.
 */
final class Unfinished {

    /** Short, so that any name that a file may have will do; and nobody's idea of a recording. */
    private static final String FORM = ".%s.part";

    private static final Pattern NAME = Pattern.compile("\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part");

    /** Those of this process. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private static final Logger log = LoggerFactory.getLogger(Unfinished.class);

    private final Disk disk;
    private final Path path;
    private final FileChannel channel;
    private boolean over;

    private Unfinished(Disk disk, Path path, FileChannel channel) {
        this.disk = disk;
        this.path = path;
        this.channel = channel;
    }

    /** What a file's lock says. */
    enum Lock {
        OURS,
        ANOTHERS,
        NONE
    }

    static Unfinished in(Path folder, Disk disk) throws IOException {
        Path path = folder.resolve(FORM.formatted(UUID.randomUUID()));
        OURS.add(path);
        try {
            FileChannel channel = disk.create(path);
            if (lock(channel) == Lock.ANOTHERS) {
                channel.close();
                throw new IOException("swept while it was made");
            }
            return new Unfinished(disk, path, channel);
        } catch (IOException | RuntimeException failure) {
            OURS.remove(path);
            throw failure;
        }
    }

    static boolean isOne(Path path) {
        return NAME.matcher(path.getFileName().toString()).matches();
    }

    /** Whether this process is at it. */
    static boolean isOurs(Path path) {
        return OURS.contains(path);
    }

    /** Until the channel is closed, or the process has ended. Where the file system has no locks there is none. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a lock that goes with its channel
    static Lock lock(FileChannel channel) {
        try {
            return channel.tryLock() == null ? Lock.ANOTHERS : Lock.OURS;
        } catch (OverlappingFileLockException ours) {
            return Lock.ANOTHERS;
        } catch (IOException none) {
            return Lock.NONE;
        }
    }

    FileChannel channel() {
        return channel;
    }

    void append(ByteBuf octets) throws IOException {
        disk.write(channel, octets);
    }

    /** @return facts of the file as it stays */
    Disk.Stat finish() throws IOException {
        disk.force(channel);
        return disk.stat(path);
    }

    /** What has the name is replaced. */
    synchronized void replace(Path target) throws IOException {
        disk.replace(path, target);
        end();
        channel.close();
    }

    /**
     * Gives the file its name, or one much like it where something else lies there.
     *
     * @return the name that it has
     */
    synchronized Path name(Path target) throws IOException {
        Path named = linked(target) ? target : named(target);
        end();
        channel.close();
        return named;
    }

    private Path named(Path target) throws IOException {
        if (Files.exists(target)) {
            if (Files.isRegularFile(target) && Files.mismatch(path, target) == -1) {
                disk.replace(path, target); // left by who ended before a row spoke of it
                return target;
            }
            Path other = target.resolveSibling(
                    RecordingStore.unlikeAny(target.getFileName().toString()));
            disk.replace(path, other);
            return other;
        }
        disk.replace(path, target);
        return target;
    }

    private boolean linked(Path target) throws IOException {
        try {
            disk.link(target, path);
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException | IOException noSecondNames) {
            return false;
        }
        disk.delete(path);
        return true;
    }

    private void end() {
        over = true;
        OURS.remove(path);
    }

    synchronized void discard() {
        if (over) {
            return;
        }
        end();
        try (channel) {
            disk.delete(path);
        } catch (IOException left) {
            log.warn("event=unfinished-file-left file={}", path.getFileName(), left);
        }
    }
}
