package io.playhead.audio;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header of an Ogg page (RFC 3533 §6).
 *
 * @param end of the page within the buffer it was found in; past its limit where the page is cut
 */
record OggPage(int flags, long granule, int serial, int headerOctets, int end) {

    private static final int HEADER = 27;
    private static final int CAPTURE = 'O' | 'g' << 8 | 'g' << 16 | 'S' << 24;
    private static final int END_OF_STREAM = 4;
    /** Granule position of a page on which no packet ends. */
    private static final long NONE = -1;

    /** Null where no page starts. */
    static @Nullable OggPage at(ByteBuffer octets, int position) {
        if (octets.limit() - position < HEADER
                || octets.getInt(position) != CAPTURE
                || octets.get(position + 4) != 0
                || octets.limit() - position < HEADER + segments(octets, position)) {
            return null;
        }
        int header = HEADER + segments(octets, position);
        int end = position + header;
        for (int lacing = position + HEADER; lacing < position + header; lacing++) {
            end += Byte.toUnsignedInt(octets.get(lacing));
        }
        return new OggPage(
                octets.get(position + 5), octets.getLong(position + 6), octets.getInt(position + 14), header, end);
    }

    /** The last whole page of the stream on which a packet ends; null where there is none. */
    static @Nullable OggPage last(ByteBuffer octets, int serial) {
        OggPage last = null;
        int position = 0;
        while (position <= octets.limit() - HEADER) {
            OggPage page = at(octets, position);
            if (page == null || page.serial != serial || page.end > octets.limit()) {
                position++;
                continue;
            }
            last = page.granule == NONE ? last : page;
            position = page.end;
        }
        return last;
    }

    boolean isEnd() {
        return (flags & END_OF_STREAM) != 0;
    }

    private static int segments(ByteBuffer octets, int position) {
        return Byte.toUnsignedInt(octets.get(position + 26));
    }
}
