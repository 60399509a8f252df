package io.playhead.decoder;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.Codec;
import io.playhead.audio.Container;
import io.playhead.audio.OctetSource;
import io.playhead.pcm.Samples;
import io.playhead.pcm.StoredSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Samples in a file: 16-bit, little-endian, without a header; its name says the rest. Open while it is being read and a
 * little longer, so that a file which is deleted meanwhile can be read on.
 */
final class KeptSound implements OctetSource {

    private static final Pattern NAME =
            Pattern.compile("([0-9a-f-]{36})\\.([A-Za-z0-9_-]{24})\\.([0-9]{1,6})\\.([12])\\.pcm");

    private final Name name;
    private final Path file;
    private final long length;
    private final InstantSource clock;
    private final Samples samples;
    private volatile long lastRead;
    private volatile boolean lost;
    private @Nullable FileChannel channel;
    private int readers;
    private long noted;
    private boolean deleted;

    /**
     * What a file's name says.
     *
     * @param key of the recording's state and of the decoder
     */
    record Name(UUID recording, String key, WaveStream format) {

        static Optional<Name> parse(String name) {
            Matcher parts = NAME.matcher(name);
            return parts.matches()
                    ? Optional.of(new Name(
                            UUID.fromString(parts.group(1)),
                            parts.group(2),
                            new WaveStream(Integer.parseInt(parts.group(3)), Integer.parseInt(parts.group(4)))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return recording + "." + key + "." + format.hertz() + "." + format.channels() + ".pcm";
        }
    }

    /** @param lastRead in milliseconds since 1970 */
    KeptSound(Name name, Path file, long length, long lastRead, InstantSource clock) {
        this.name = name;
        this.file = file;
        this.length = length;
        this.lastRead = lastRead;
        this.noted = lastRead;
        this.clock = clock;
        int frameOctets = 2 * name.format().channels();
        this.samples = StoredSamples.of(
                        new AudioFormat(
                                Container.RAW,
                                Codec.PCM_S16,
                                name.format().hertz(),
                                name.format().channels(),
                                OptionalLong.of(length / frameOctets),
                                Optional.of(new Blocks(0, length, frameOctets, 1))),
                        this)
                .orElseThrow();
    }

    Name name() {
        return name;
    }

    Samples samples() {
        return samples;
    }

    /** In milliseconds since 1970. */
    long lastRead() {
        return lastRead;
    }

    /** Whether somebody else has deleted the file. */
    boolean isLost() {
        return lost;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        FileChannel open = acquired();
        try {
            return open.read(into, position);
        } finally {
            release();
        }
    }

    private synchronized FileChannel acquired() throws IOException {
        lastRead = clock.millis();
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = opened();
            channel = open;
        }
        readers++;
        return open;
    }

    private FileChannel opened() throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException deleted) {
            lost = true;
            throw deleted;
        }
    }

    private synchronized void release() {
        readers--;
    }

    /**
     * Closes the file if nobody has read for a while.
     *
     * @param before in milliseconds since 1970
     * @return whether it is closed
     */
    synchronized boolean rest(long before) throws IOException {
        FileChannel open = channel;
        if (open != null && readers == 0 && lastRead < before) {
            open.close();
            channel = null;
        }
        return channel == null;
    }

    /** Notes on the disk when it was read last, for the next start. */
    synchronized void note() throws IOException {
        if (noted != lastRead && !deleted) {
            noted = lastRead;
            Files.setLastModifiedTime(file, FileTime.fromMillis(noted));
        }
    }

    /** Once: another file may get the name. */
    synchronized void delete() {
        if (!deleted) {
            deleted = true;
            CacheFolder.delete(file);
        }
    }
}
