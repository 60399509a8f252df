package io.playhead.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;

/**
 * Takes away, once at the start and beside everything else, what writers have left who were killed: files under temporary
 * names that are older than this start and that nobody has locked. Those of other replicas are locked.
 */
final class DiskSweep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DiskSweep.class);

    private final DiskStore store;
    private final Disk disk;
    private volatile boolean running;
    private volatile Disposable sweeping = () -> {};

    DiskSweep(DiskStore store, Disk disk) {
        this.store = store;
        this.disk = disk;
    }

    @Override
    public void start() {
        running = true;
        DiskRoot root = store.roots().first();
        Instant started = Instant.now();
        sweeping = root.work()
                .hop(() -> sweep(root.path(), started))
                .subscribe(
                        swept -> {
                            if (swept > 0) {
                                log.info("event=unfinished-files-swept files={}", swept);
                            }
                        },
                        failure -> log.warn("event=sweep-failed", failure));
    }

    private int sweep(Path root, Instant started) throws IOException {
        int swept = 0;
        try (DirectoryStream<Path> tenants = Files.newDirectoryStream(root)) {
            for (Path tenant : tenants) {
                swept += ofTenant(tenant.resolve(DiskWrite.FOLDER), started);
            }
        }
        return swept;
    }

    /** A folder that cannot be read keeps what it has; the others are swept. */
    private int ofTenant(Path folder, Instant started) {
        int swept = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Unfinished::isOne)) {
            for (Path file : files) {
                swept += running && isLeft(file, started) ? 1 : 0;
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return 0;
        } catch (IOException | DirectoryIteratorException unreadable) {
            log.warn("event=folder-not-swept", unreadable);
        }
        return swept;
    }

    /** Closing any descriptor of a file lets go of the process's lock on it: one's own are not even opened. */
    private boolean isLeft(Path file, Instant started) {
        try {
            return !Unfinished.isOurs(file)
                    && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(started)
                    && isRemoved(file);
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean isRemoved(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            boolean left = Unfinished.lock(channel) == Unfinished.Lock.OURS;
            if (left) {
                disk.delete(file);
            }
            return left;
        }
    }

    @Override
    public void stop() {
        running = false;
        sweeping.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
