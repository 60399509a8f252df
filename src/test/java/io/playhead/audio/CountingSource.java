package io.playhead.audio;

import java.nio.ByteBuffer;

/** Octets in memory that count how they are read; gives at most a few at a time, as a network may. */
final class CountingSource implements OctetSource {

    private static final int AT_ONCE = 5000;

    private final byte[] octets;
    private final long length;
    long read;
    int reads;

    CountingSource(Bytes octets) {
        this(octets.octets(), octets.length());
    }

    /** @param length claimed; behind the octets all is zero */
    CountingSource(byte[] octets, long length) {
        this.octets = octets;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
        if (position < 0) {
            throw new IllegalArgumentException("before the start: " + position);
        }
        if (position >= length) {
            return -1;
        }
        int count = (int) Math.min(Math.min(into.remaining(), AT_ONCE), length - position);
        for (int offset = 0; offset < count; offset++) {
            into.put(position + offset < octets.length ? octets[(int) position + offset] : 0);
        }
        read += count;
        reads++;
        return count;
    }
}
