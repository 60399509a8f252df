package io.playhead.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A recording's stored octets, readable anywhere. Whoever opened it closes it. */
public interface OctetSource {

    long length();

    /**
     * Reads from {@code position}, as much as is at hand and fits.
     *
     * @return octets read; -1 at or past the end
     */
    int read(long position, ByteBuffer into) throws IOException;

    /** The file as long as it is now; what is appended later is not seen. */
    static OctetSource of(FileChannel channel) throws IOException {
        long length = channel.size();
        return new OctetSource() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public int read(long position, ByteBuffer into) throws IOException {
                return channel.read(into, position);
            }
        };
    }
}
