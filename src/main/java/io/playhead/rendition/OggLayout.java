package io.playhead.rendition;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Opus packets on pages of Ogg (RFC 3533; Opus on them: RFC 7845). Two pages of headers come first, then pages of as
 * many packets, but for the last.
 */
record OggLayout(OpusPackets packets) {

    static final int PER_PAGE = 50;

    private static final int PAGE_HEADER = 27;
    private static final int CHECKSUM = 22;
    private static final int FIRST_PAGE = 2;
    private static final int LAST_PAGE = 4;
    private static final int HEADER_PAGES = 2;
    private static final int HEADER_OCTETS = 99;
    /** Any number does for the one logical stream of a file. */
    private static final int SERIAL = 0x506c_6179;

    /** Of pages; all but the last are as long as the grid says. */
    ChunkGrid grid() {
        long pages = Math.ceilDiv(packets.count(), PER_PAGE);
        return new ChunkGrid(HEADER_OCTETS, octets(PER_PAGE), pages, OpusPackets.PER_CHUNK / PER_PAGE);
    }

    long length() {
        long pages = Math.ceilDiv(packets.count(), PER_PAGE);
        return HEADER_OCTETS + pages * PAGE_HEADER + packets.count() * (lacing() + packets.octets());
    }

    byte[] header() {
        ByteBuffer head = littleEndian(19).put(ascii("OpusHead")).put((byte) 1);
        head.put((byte) packets.sound().channels()).putShort((short) OpusPackets.PRE_SKIP);
        head.putInt(packets.sound().hertz()).putShort((short) 0).put((byte) 0);
        ByteBuffer tags = littleEndian(24).put(ascii("OpusTags"));
        tags.putInt(8).put(ascii("Playhead")).putInt(0);
        ByteBuffer header = littleEndian(HEADER_OCTETS);
        page(header, FIRST_PAGE, 0, 0, 1, head.flip());
        page(header, 0, 0, 1, 1, tags.flip());
        return header.array();
    }

    /**
     * Lays packets on pages of their own.
     *
     * @param first whose number is a multiple of {@link #PER_PAGE}
     * @param encoded back to back: whole pages, or up to the last packet of all
     */
    byte[] pages(long first, byte[] encoded) {
        int count = encoded.length / packets.octets();
        int full = count / PER_PAGE;
        ByteBuffer pages = littleEndian(full * octets(PER_PAGE) + octets(count % PER_PAGE));
        for (int at = 0; at < count; at += PER_PAGE) {
            int onPage = Math.min(PER_PAGE, count - at);
            ByteBuffer content = ByteBuffer.wrap(encoded, at * packets.octets(), onPage * packets.octets());
            page(pages, first + at, onPage, content);
        }
        return pages.array();
    }

    /** RFC 7845 §4: a page's position counts the pre-skip too; that of the last says where the sound ends. */
    private void page(ByteBuffer into, long first, int count, ByteBuffer content) {
        boolean last = first + count == packets.count();
        long position = last ? packets.duration() + OpusPackets.PRE_SKIP : (first + count) * OpusPackets.PACKET;
        int sequence = (int) (HEADER_PAGES + first / PER_PAGE);
        page(into, last ? LAST_PAGE : 0, position, sequence, count, content);
    }

    /** RFC 3533 §6. @param count of packets, which share the content evenly */
    private static void page(ByteBuffer into, int flags, long position, int sequence, int count, ByteBuffer content) {
        int start = into.position();
        int each = content.remaining() / count;
        into.put(ascii("OggS")).put((byte) 0).put((byte) flags).putLong(position);
        into.putInt(SERIAL).putInt(sequence).putInt(0).put((byte) (count * lacing(each)));
        for (int packet = 0; packet < count; packet++) {
            for (int left = each; left >= 0; left -= 255) {
                into.put((byte) Math.min(255, left));
            }
        }
        into.put(content);
        into.putInt(start + CHECKSUM, OggChecksum.of(into.array(), start, into.position()));
    }

    /** Of a page with that many packets; of none where there is no page. */
    private int octets(int count) {
        return count == 0 ? 0 : PAGE_HEADER + count * (lacing() + packets.octets());
    }

    private int lacing() {
        return lacing(packets.octets());
    }

    /** How many octets tell a packet's length: one for each 255, and one below. */
    private static int lacing(int octets) {
        return octets / 255 + 1;
    }

    private static ByteBuffer littleEndian(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
