package io.playhead.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Small reads of a file nobody vouches for: never past its end, and never more than {@link #BUDGET} octets in all. The
 * first 4 KiB, where nearly every header lies whole, are read once: on S3 each read is a request.
 */
final class Peek {

    /** Boxes or chunks looked at in one file, nested ones included. */
    static final int MOST_CHUNKS = 64;

    /** A header's 64 KiB and, for Ogg, the last 64 KiB (a page has at most 65307 octets, RFC 3533 §6). */
    static final int BUDGET = 2 * 64 * 1024;

    private static final int OPENING = 4096;
    /** So that sums and products of lengths and frames cannot overflow. */
    private static final long LONGEST = 1L << 48;

    private final OctetSource source;
    private final long length;
    private final ByteBuffer opening;
    private int left = BUDGET;

    Peek(OctetSource source) throws IOException {
        this.source = source;
        this.length = Math.clamp(source.length(), 0, LONGEST);
        this.opening = read(0, (int) Math.min(OPENING, length));
    }

    long length() {
        return length;
    }

    /** Little-endian, as RIFF; fewer octets than {@code count} where the file or the budget ends. */
    ByteBuffer at(long position, int count) throws IOException {
        if (position < 0 || position >= length || count <= 0) {
            return ByteBuffer.allocate(0);
        }
        int wanted = (int) Math.min(count, length - position);
        if (position + wanted <= opening.limit()) {
            return opening.slice((int) position, wanted).order(ByteOrder.LITTLE_ENDIAN);
        }
        return read(position, Math.min(wanted, left));
    }

    /** As {@link #at}, big-endian: for everything but RIFF and Ogg. */
    ByteBuffer bigEndianAt(long position, int count) throws IOException {
        return at(position, count).order(ByteOrder.BIG_ENDIAN);
    }

    /** Whether exactly these characters, all below 256, lie there. */
    boolean says(String characters, long position) throws IOException {
        return text(at(position, characters.length())).equals(characters);
    }

    /** All that remains of the buffer, an octet a character; the buffer stays as it is. */
    static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }

    private ByteBuffer read(long position, int count) throws IOException {
        var into = ByteBuffer.allocate(count);
        left -= count;
        while (into.hasRemaining()) {
            if (source.read(position + into.position(), into) <= 0) {
                break;
            }
        }
        return into.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
