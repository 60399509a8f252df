package io.playhead.imports;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.playhead.database.OwnConnections;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingFolders;
import io.playhead.storage.RecordingFolders.Folder;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Registers recordings as their files are completed, on one thread. What the system tells of folders on local roots makes it
 * quick; the truth is a look through all of them now and then.
 */
final class Watch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final OwnConnections connections;
    private final RecordingFolders folders;
    private final GrowingFiles growing;
    private final ImportWish wish;
    private final Duration scan;
    private final InstantSource clock;
    private final Worker worker = new Worker("playhead-watch");
    private Instant nextScan = Instant.MIN;
    private boolean tooMany;
    /** Folders that have appeared: what was put into them before they were watched nobody tells of. */
    private final Queue<Path> fresh = new ArrayDeque<>();

    Watch(
            OwnConnections connections,
            RecordingFolders folders,
            GrowingFiles growing,
            WatchProperties properties,
            InstantSource clock) {
        this.connections = connections;
        this.folders = folders;
        this.growing = growing;
        this.wish = properties.wish();
        this.scan = properties.scan();
        this.clock = clock;
    }

    @Override
    public void start() {
        nextScan = Instant.MIN;
        worker.start(this::run);
    }

    private void run() {
        try (WatchService told = FileSystems.getDefault().newWatchService()) {
            while (!worker.isStopping()) {
                round(told);
            }
        } catch (IOException failure) {
            log.error("event=watch-ended cause={}", failure.toString());
        } catch (InterruptedException | ClosedWatchServiceException ended) {
            log.debug("the watch has ended", ended);
        }
    }

    /** Whatever fails, the next round tries again: what was not done is still there. */
    private void round(WatchService told) throws InterruptedException {
        try {
            listen(told);
            register();
            for (Path folder = fresh.peek(); folder != null; folder = fresh.peek()) {
                lookInto(folder, told);
                fresh.remove();
            }
            if (!clock.instant().isBefore(nextScan)) {
                scan(told);
                nextScan = clock.instant().plus(scan);
            }
        } catch (SQLException | IOException | RuntimeException | Error failure) {
            log.warn("event=watch-waits cause={}", failure.toString());
            worker.rest(AFTER_FAILURE);
        }
    }

    private void listen(WatchService told) throws InterruptedException {
        long patience = Math.min(PAUSE.toMillis(), Math.max(10, wish.settle().toMillis() / 4));
        WatchKey key = nextScan.equals(Instant.MIN) ? null : told.poll(patience, TimeUnit.MILLISECONDS);
        for (; key != null; key = told.poll()) {
            if (key.watchable() instanceof Path folder) {
                for (WatchEvent<?> event : key.pollEvents()) {
                    hear(folder, event);
                }
            }
            key.reset();
        }
    }

    private void hear(Path folder, WatchEvent<?> event) {
        if (event.kind() == OVERFLOW || !(event.context() instanceof Path name)) {
            nextScan = clock.instant();
            return;
        }
        Path path = folder.resolve(name);
        if (event.kind() == ENTRY_DELETE) {
            folders.holding(path)
                    .ifPresent(root -> growing.forget(root.place(path).location()));
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            fresh.add(path);
        } else if (!FoundFile.isTemporary(String.valueOf(path.getFileName()))) {
            touch(path, event.kind() == ENTRY_MODIFY);
        }
    }

    private void touch(Path path, boolean written) {
        folders.holding(path).ifPresent(root -> {
            if (!growing.touched(root.place(path).location(), path, clock.instant(), written)) {
                nextScan = clock.instant().plus(wish.settle());
            }
        });
    }

    /** Folders are watched before they are looked through, so that nothing falls between. */
    private void scan(WatchService told) throws IOException, SQLException {
        try (Connection connection = connections.open()) {
            for (Folder root : folders.all()) {
                Import all = new Import(connection, folders, wish, clock, new Watched());
                all.run(root.path(), folder -> {
                    if (root.local()) {
                        watch(folder, told);
                    }
                });
            }
        }
    }

    private void lookInto(Path folder, WatchService told) throws SQLException {
        try (Connection connection = connections.open()) {
            Import of = new Import(connection, folders, wish, clock, new Watched());
            of.run(folder, entered -> watch(entered, told));
        } catch (IOException closed) {
            // gone again, or not to be read: the look through all says so
            log.debug("a folder that appeared cannot be looked into", closed);
        }
    }

    private void watch(Path folder, WatchService told) {
        try {
            if (!tooMany) {
                folder.register(told, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
            }
        } catch (IOException full) {
            // the system's limit: those that are watched stay so, others are found by the look through all
            tooMany = true;
            log.warn("event=watch-incomplete cause={}", full.toString());
        }
    }

    private void register() throws SQLException {
        List<FoundFile> settled = new ArrayList<>();
        for (Path path : growing.settled(clock.instant(), Import.BATCH)) {
            file(path).ifPresent(file -> {
                growing.measured(file.place(), file.length());
                settled.add(file);
            });
        }
        if (settled.isEmpty()) {
            return;
        }
        try (Connection connection = connections.open()) {
            new Import(connection, folders, wish, clock, new Watched()).run(settled);
        }
    }

    /** Empty, and forgotten, if it is gone or is no file. */
    private Optional<FoundFile> file(Path path) {
        Optional<Folder> root = folders.holding(path);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile() && root.isPresent()) {
                return Optional.of(FoundFile.of(path, root.get(), attributes));
            }
        } catch (IOException gone) {
            log.debug("a file that was told of is gone", gone);
        }
        root.ifPresent(known -> growing.forget(known.place(path).location()));
        return Optional.empty();
    }

    /** What grows is looked at again when it has had time to settle; the rest is done with. */
    private final class Watched implements Report {

        @Override
        public void add(List<Finding> findings) {
            for (Finding finding : findings) {
                if (finding.outcome() == Outcome.GROWING) {
                    folders.file(new Place(finding.file()))
                            .ifPresent(real -> growing.touched(finding.file(), real, clock.instant(), false));
                } else {
                    growing.forget(finding.file());
                }
                if (finding.outcome() == Outcome.IMPORTED) {
                    log.info("event=recording-noticed recording={}", finding.recording());
                }
            }
        }

        @Override
        public boolean isOver() {
            return worker.isStopping();
        }
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }
}
