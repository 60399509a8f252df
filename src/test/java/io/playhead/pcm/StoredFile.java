package io.playhead.pcm;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.AudioProbe;
import io.playhead.audio.OctetSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A recording's octets in memory, by the name that the probe goes by; counts how they are read. */
final class StoredFile implements OctetSource {

    final AtomicInteger reads = new AtomicInteger();
    final AtomicLong read = new AtomicLong();
    private final byte[] octets;
    private final String extension;

    StoredFile(byte[] octets, String extension) {
        this.octets = octets;
        this.extension = extension;
    }

    static StoredFile of(Path file) throws IOException {
        String name = file.getFileName().toString();
        return new StoredFile(Files.readAllBytes(file), name.substring(name.lastIndexOf('.')));
    }

    AudioFormat format() throws IOException {
        return AudioProbe.probe(new StoredFile(octets, extension), extension)
                .format()
                .orElseThrow();
    }

    Samples samples() throws IOException {
        return StoredSamples.of(format(), this).orElseThrow();
    }

    static short[] whole(Samples samples) throws IOException {
        return stretch(samples, 0, (int) samples.frames());
    }

    static short[] stretch(Samples samples, long from, int count) throws IOException {
        short[] into = new short[count * samples.channels()];
        samples.read(from, count, into);
        return into;
    }

    @Override
    public long length() {
        return octets.length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
        if (position >= octets.length) {
            return -1;
        }
        int count = (int) Math.min(into.remaining(), octets.length - position);
        into.put(octets, (int) position, count);
        reads.incrementAndGet();
        read.addAndGet(count);
        return count;
    }
}
