package io.playhead.imports;

import io.playhead.audio.OctetSource;
import io.playhead.cdr.RecordingFacts;
import io.playhead.media.MediaFacts;
import io.playhead.storage.RecordingFolders.Folder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file within a root.
 *
 * @param path every link followed
 * @param place as a row has it
 * @param within the same below its root
 * @param length in octets
 * @param modifiedNanos since 1970, UTC
 */
record FoundFile(Path path, String place, String within, long length, long modifiedNanos) {

    private static final Pattern MONITOR =
            Pattern.compile("(?is).*/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/monitor/.*");

    private static final Pattern TENANT = Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int CHUNK = 64 * 1024;

    static FoundFile of(Path real, Folder root, BasicFileAttributes attributes) {
        return new FoundFile(
                real,
                root.place(real).location(),
                root.path().relativize(real).toString(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** The tenant in whose folder {@code monitor} it lies, as a Wazo has them. */
    Optional<UUID> owner() {
        Matcher monitor = MONITOR.matcher(place);
        return monitor.matches() ? Optional.of(UUID.fromString(monitor.group(1))) : Optional.empty();
    }

    /** Whether it lies in the tenant's own folder of its root. */
    boolean isIn(UUID tenant) {
        return within.toLowerCase(Locale.ROOT).startsWith(tenant + "/");
    }

    /** Whether it lies in the folder of its root that is another tenant's. */
    boolean isOutside(UUID tenant) {
        Optional<UUID> first = tenant(Path.of(within));
        return first.isPresent() && !first.get().equals(tenant) && within.indexOf('/') > 0;
    }

    /** The tenant whose folder a path below a root lies in, or is. */
    static Optional<UUID> tenant(Path within) {
        String first = within.getName(0).toString();
        return TENANT.matcher(first).matches() ? Optional.of(UUID.fromString(first)) : Optional.empty();
    }

    /** Whether its name without what tells the format is the recording's UUID, with or without something before it. */
    boolean isNamed(UUID recording) {
        String name = name().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return stem.equals(recording.toString()) || stem.endsWith("-" + recording);
    }

    /** What is behind the last dot, in small letters; empty if there is none. */
    String extension() {
        return extension(name());
    }

    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether somebody may be writing to it still. */
    boolean isFresh(Instant now, Duration settle) {
        Instant modified = Instant.EPOCH.plusNanos(modifiedNanos);
        return modified.isAfter(now.minus(settle)) && modified.isBefore(now.plus(settle));
    }

    /**
     * One look at its octets.
     *
     * @return empty if it has grown meanwhile
     * @throws IOException if it may not be read
     */
    Optional<RecordingFacts> probed(UUID recording) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            OctetSource octets = OctetSource.of(channel);
            return octets.length() == length
                    ? Optional.of(MediaFacts.of(recording, name(), octets, modifiedNanos))
                    : Optional.empty();
        }
    }

    /**
     * SHA-256 of its octets in hex; empty if it cannot be read.
     *
     * @param going is asked now and then; may throw
     */
    String digest(Runnable going) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            while (channel.read(chunk) >= 0) {
                sha256.update(chunk.flip());
                chunk.clear();
                going.run();
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException closed) {
            return "";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String name() {
        return place.substring(place.lastIndexOf('/') + 1);
    }

    /** Whether whoever reads the place finds this file by it. */
    boolean isText() {
        try {
            return place.chars().noneMatch(Character::isISOControl)
                    && Path.of(path.toString()).equals(path);
        } catch (InvalidPathException other) {
            return false;
        }
    }

    /** What is being written, by the ways in which programs name such files. */
    static boolean isTemporary(String name) {
        return name.startsWith(".") || name.endsWith(".part") || name.endsWith(".tmp") || name.endsWith("~");
    }
}
