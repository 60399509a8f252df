package io.playhead.decoder;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the samples of a WAVE of 16-bit PCM as a program writes it to a pipe: its sizes mean nothing.
 *
 * @param hertz as the header says
 * @param channels 1 or 2
 */
record WaveStream(int hertz, int channels) {

    private static final int MOST_CHUNKS = 16;
    private static final int MOST_HERTZ = 768_000;
    private static final int LONGEST_CHUNK = 4096;

    /** @throws IOException if it is no such thing; an {@link EOFException} if it ends before its samples */
    static WaveStream read(InputStream pipe) throws IOException {
        DataInputStream in = new DataInputStream(pipe);
        ByteBuffer riff = octets(in, 12);
        if (!tag(riff, 0).equals("RIFF") || !tag(riff, 8).equals("WAVE")) {
            throw new IOException("no WAVE");
        }
        WaveStream format = null;
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            ByteBuffer header = octets(in, 8);
            if (format != null && tag(header, 0).equals("data")) {
                return format;
            }
            int size = header.getInt(4);
            if (size < 0 || size > LONGEST_CHUNK) {
                throw new IOException("a chunk of " + size);
            }
            ByteBuffer body = octets(in, size + size % 2);
            format = tag(header, 0).equals("fmt ") ? format(body) : format;
        }
        throw new IOException("too many chunks");
    }

    private static WaveStream format(ByteBuffer body) throws IOException {
        WaveStream format = body.limit() < 16 ? new WaveStream(0, 0) : new WaveStream(body.getInt(4), body.getShort(2));
        if (format.hertz < 1
                || format.hertz > MOST_HERTZ
                || format.channels < 1
                || format.channels > 2
                || body.getShort(14) != 16) {
            throw new IOException("not 16-bit PCM: " + format);
        }
        return format;
    }

    private static ByteBuffer octets(DataInputStream in, int count) throws IOException {
        byte[] octets = new byte[count];
        in.readFully(octets);
        return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String tag(ByteBuffer octets, int offset) {
        byte[] tag = new byte[4];
        octets.get(offset, tag);
        return new String(tag, StandardCharsets.ISO_8859_1);
    }
}
