package io.playhead.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a WAVE file that say what it is, found by walking from chunk to chunk. The first of each name counts.
 * A chunk of odd length has a pad octet behind it, which some writers forget.
 */
final class WaveChunks {

    private static final int HEADER = 8;
    private static final int FIRST = 12;
    private static final long IN_DS64 = 0xffff_ffffL;

    private final Peek file;
    private @Nullable WaveFormat format;
    private long fact;
    private long riffSize;
    private long dataStart = -1;
    private long dataSize;
    private long dataSize64 = IN_DS64;
    private boolean walkedToEnd;

    private WaveChunks(Peek file) {
        this.file = file;
    }

    /** Ends where both format and data are known, at the end of the file, or where the file makes no sense. */
    static WaveChunks walk(Peek file) throws IOException {
        var chunks = new WaveChunks(file);
        ByteBuffer header = file.at(0, FIRST);
        chunks.riffSize = header.remaining() < HEADER ? 0 : Integer.toUnsignedLong(header.getInt(4));
        long position = FIRST;
        for (int walked = 0; walked < Peek.MOST_CHUNKS && position >= 0 && !chunks.enough(); walked++) {
            position = chunks.step(position);
        }
        return chunks;
    }

    @Nullable
    WaveFormat format() {
        return format;
    }

    /** Frames as the {@code fact} chunk says; 0 where it does not. */
    long fact() {
        return fact;
    }

    /** What the file's first header says follows it. */
    long riffSize() {
        return riffSize;
    }

    boolean hasData() {
        return dataStart >= 0;
    }

    long dataStart() {
        return dataStart;
    }

    /** As the header says: unsigned, and perhaps wrong. */
    long dataSize() {
        return dataSize;
    }

    /** Whether the whole file was understood: what was not found is not there. */
    boolean walkedToEnd() {
        return walkedToEnd;
    }

    /** Whether all that follows {@code position}, to the end of the file, is chunks with printable names. */
    static boolean only(Peek file, long position) throws IOException {
        long at = position;
        for (int walked = 0; walked < Peek.MOST_CHUNKS; walked++) {
            ByteBuffer header = file.at(at, HEADER);
            if (header.remaining() < HEADER) {
                return ended(file, at);
            }
            if (!Peek.text(header.slice(0, 4)).chars().allMatch(character -> character >= ' ' && character <= '~')) {
                return false;
            }
            at = next(file, at + HEADER, Integer.toUnsignedLong(header.getInt(4)));
        }
        return false;
    }

    private boolean enough() {
        return format != null && hasData();
    }

    /** Takes what the chunk says; where the next one lies, -1 for nowhere. */
    private long step(long position) throws IOException {
        ByteBuffer header = file.at(position, HEADER);
        if (header.remaining() < HEADER) {
            walkedToEnd = ended(file, position);
            return -1;
        }
        long body = position + HEADER;
        long size = Integer.toUnsignedLong(header.getInt(4));
        switch (Peek.text(header.slice(0, 4))) {
            case "ds64" -> readSizes(body);
            case "fmt " -> readFormat(body, size);
            case "fact" -> fact = fact == 0 ? unsignedAt(body) : fact;
            case "data" -> size = readData(body, size);
            default -> {}
        }
        return size < 0 || size > file.length() - body ? -1 : next(file, body, size);
    }

    private void readSizes(long body) throws IOException {
        ByteBuffer sizes = file.at(body, 16);
        if (sizes.remaining() == 16) {
            dataSize64 = sizes.getLong(8);
        }
    }

    private void readFormat(long body, long size) throws IOException {
        if (format == null) {
            format = WaveFormat.read(file.at(body, (int) Math.min(size, WaveFormat.OCTETS)));
        }
    }

    private long readData(long body, long size) {
        if (hasData()) {
            return size;
        }
        dataStart = body;
        dataSize = size == IN_DS64 ? dataSize64 : size;
        return dataSize;
    }

    private long unsignedAt(long position) throws IOException {
        ByteBuffer octets = file.at(position, 4);
        return octets.remaining() < 4 ? 0 : Integer.toUnsignedLong(octets.getInt(0));
    }

    private static boolean ended(Peek file, long position) {
        return position <= file.length() + 1 && position + HEADER > file.length();
    }

    private static long next(Peek file, long body, long size) throws IOException {
        long end = body + size;
        boolean padForgotten = size % 2 == 1 && (file.says("data", end) || file.says("fmt ", end));
        return size % 2 == 0 || padForgotten ? end : end + 1;
    }
}
