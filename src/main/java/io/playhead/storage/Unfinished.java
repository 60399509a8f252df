package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file under a temporary name, locked for as long as somebody is at it, so that whoever sweeps can tell. Either it gets
 * its name or is deleted, whichever comes first. For disk threads.
 */
final class Unfinished {

    /** Short, so that any name that a file may have will do; and nobody's idea of a recording. */
    private static final String FORM = ".%s.part";

    static final String ANY = ".*.part";

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

    static Unfinished in(Path folder, Disk disk) throws IOException {
        Path path = folder.resolve(FORM.formatted(UUID.randomUUID()));
        FileChannel channel = disk.create(path);
        lock(channel);
        return new Unfinished(disk, path, channel);
    }

    /** Until the channel is closed, or the process has ended. Where the file system has no locks there is none. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a lock that goes with its channel
    static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        } catch (IOException none) {
            return false;
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
        over = true;
        channel.close();
    }

    /**
     * Gives the file its name, or one much like it where something else lies there.
     *
     * @return the name that it has
     */
    synchronized Path name(Path target) throws IOException {
        Path named = linked(target) ? target : named(target);
        over = true;
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

    synchronized void discard() {
        if (over) {
            return;
        }
        over = true;
        try (channel) {
            disk.delete(path);
        } catch (IOException left) {
            log.warn("event=unfinished-file-left file={}", path.getFileName(), left);
        }
    }
}
