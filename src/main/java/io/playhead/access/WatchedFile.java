package io.playhead.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A file of settings that is read at the start and whenever it has changed. One that is broken later is logged, and the
 * last good one stays.
 */
public final class WatchedFile<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

    private final Path file;
    private final String property;
    private final Function<byte[], T> parse;
    private volatile T content;
    /** Written by the constructor, then by {@link #refresh} alone. */
    private volatile Stamp seen;

    private Disposable watching = Disposables.disposed();

    /**
     * @param property that names the file
     * @param parse throws what says in a sentence what is wrong
     * @throws IllegalStateException naming the property and what is wrong with the file
     */
    public WatchedFile(Path file, String property, Function<byte[], T> parse) {
        this.file = file;
        this.property = property;
        this.parse = parse;
        seen = Stamp.of(file);
        try {
            content = parse.apply(Files.readAllBytes(file));
        } catch (IOException | StaticFileException broken) {
            throw new IllegalStateException(property + " (" + file + ") cannot be used: " + reason(broken), broken);
        }
    }

    public T content() {
        return content;
    }

    /** Whether the file was not there, or not readable, when it was looked at last. */
    public boolean isGone() {
        return seen == Stamp.UNREADABLE;
    }

    /** Looks at the file again and again, off the event loop, until closed. */
    public void watch(Duration every) {
        Scheduler reader = Schedulers.newBoundedElastic(1, 1, "playhead-access-file", 60, true);
        reader.schedulePeriodically(this::refresh, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        watching = reader;
    }

    /** Reads the file if it is not the one seen last. */
    synchronized void refresh() {
        Stamp now = Stamp.of(file);
        if (now.equals(seen)) {
            return;
        }
        // remembered first: a broken file is logged once
        seen = now;
        try {
            content = parse.apply(Files.readAllBytes(file));
            LOG.info("{} read again", property);
        } catch (IOException | RuntimeException broken) {
            LOG.error("{} ({}) is broken, the last good one is kept: {}", property, file, reason(broken));
        }
    }

    @Override
    public void close() {
        watching.dispose();
    }

    private static String reason(Exception broken) {
        return broken instanceof StaticFileException ? String.valueOf(broken.getMessage()) : broken.toString();
    }

    /** What tells one state of the file from another; the key tells a file put in the other's place. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {
        private static final Stamp UNREADABLE = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException unreadable) {
                // reading it will say why
                return UNREADABLE;
            }
        }
    }
}
