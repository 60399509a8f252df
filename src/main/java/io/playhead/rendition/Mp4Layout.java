package io.playhead.rendition;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the packets of an MP4 file (ISO/IEC 14496-12; Opus in it: "Encapsulation of Opus in ISO Base Media
 * File Format" of Xiph.Org): one track, one chunk of packets of one size, so that the tables have one entry each,
 * however long it is.
 */
record Mp4Layout(OpusPackets packets) {

    /** How many packets a decoder hears before it is right, as a negative distance: 80 ms. */
    private static final short ROLL = -4;

    private static final int MATRIX_ONE = 0x1_0000;
    private static final int MATRIX_W = 0x4000_0000;
    /** ISO 639-2 {@code und}. */
    private static final short UNDETERMINED = 0x55c4;

    private static final int ENABLED_IN_MOVIE = 3;
    private static final int DATA_IN_THIS_FILE = 1;
    private static final long MOST_IN_32_BITS = 0xffff_ffffL;

    /** 654 octets, but for sounds shorter than a packet or longer than a day. */
    byte[] header() {
        return header(header(0).length);
    }

    private byte[] header(int firstPacket) {
        ByteBuffer octets = ByteBuffer.allocate(1024);
        box(octets, "ftyp", () -> {
            text(octets, "isom");
            octets.putInt(0x200);
            text(octets, "isomiso2mp41");
        });
        box(octets, "moov", () -> movie(octets, firstPacket));
        mediaData(octets);
        return Arrays.copyOf(octets.array(), octets.position());
    }

    private void mediaData(ByteBuffer octets) {
        long length = packets.count() * packets.octets() + 8;
        boolean wide = length > MOST_IN_32_BITS;
        octets.putInt(wide ? 1 : (int) length);
        text(octets, "mdat");
        if (wide) {
            octets.putLong(length + 8);
        }
    }

    private void movie(ByteBuffer octets, int firstPacket) {
        timedBox(octets, "mvhd", 0, () -> {
            dates(octets);
            octets.putInt(OpusPackets.TIME_BASE);
            time(octets, packets.duration());
            octets.putInt(MATRIX_ONE)
                    .putShort((short) 0x100)
                    .putShort((short) 0)
                    .putLong(0);
            matrix(octets);
            octets.put(new byte[24]).putInt(2);
        });
        box(octets, "trak", () -> track(octets, firstPacket));
    }

    private void track(ByteBuffer octets, int firstPacket) {
        timedBox(octets, "tkhd", ENABLED_IN_MOVIE, () -> {
            dates(octets);
            octets.putInt(1).putInt(0);
            time(octets, packets.duration());
            octets.putLong(0).putShort((short) 0).putShort((short) 0);
            octets.putShort((short) 0x100).putShort((short) 0);
            matrix(octets);
            octets.putInt(0).putInt(0);
        });
        box(
                octets,
                "edts",
                () -> timedBox(octets, "elst", 0, () -> {
                    octets.putInt(1);
                    time(octets, packets.duration());
                    time(octets, OpusPackets.PRE_SKIP);
                    octets.putInt(MATRIX_ONE);
                }));
        box(octets, "mdia", () -> media(octets, firstPacket));
    }

    private void media(ByteBuffer octets, int firstPacket) {
        timedBox(octets, "mdhd", 0, () -> {
            dates(octets);
            octets.putInt(OpusPackets.TIME_BASE);
            time(octets, packets.duration() + OpusPackets.PRE_SKIP);
            octets.putShort(UNDETERMINED).putShort((short) 0);
        });
        fullBox(octets, "hdlr", 0, () -> {
            octets.putInt(0);
            text(octets, "soun");
            octets.put(new byte[13]);
        });
        box(octets, "minf", () -> {
            fullBox(octets, "smhd", 0, () -> octets.putInt(0));
            box(
                    octets,
                    "dinf",
                    () -> fullBox(octets, "dref", 0, () -> {
                        octets.putInt(1);
                        fullBox(octets, "url ", DATA_IN_THIS_FILE, () -> {});
                    }));
            box(octets, "stbl", () -> tables(octets, firstPacket));
        });
    }

    private void tables(ByteBuffer octets, int firstPacket) {
        int count = Math.toIntExact(packets.count());
        fullBox(octets, "stsd", 0, () -> {
            octets.putInt(1);
            box(octets, "Opus", () -> entry(octets));
        });
        fullBox(octets, "stts", 0, () -> durations(octets, count));
        fullBox(
                octets,
                "stsc",
                0,
                () -> octets.putInt(1).putInt(1).putInt(count).putInt(1));
        fullBox(octets, "stsz", 0, () -> octets.putInt(packets.octets()).putInt(count));
        fullBox(octets, "stco", 0, () -> octets.putInt(1).putInt(firstPacket));
        fullBox(octets, "sgpd", 1 << 24, () -> {
            text(octets, "roll");
            octets.putInt(2).putInt(1).putShort(ROLL);
        });
        fullBox(octets, "sbgp", 0, () -> {
            text(octets, "roll");
            octets.putInt(1).putInt(count).putInt(1);
        });
    }

    /** The last packet lasts as long as the sound does. */
    private void durations(ByteBuffer octets, int count) {
        long whole = (count - 1L) * OpusPackets.PACKET;
        octets.putInt(count == 1 ? 1 : 2);
        if (count > 1) {
            octets.putInt(count - 1).putInt(OpusPackets.PACKET);
        }
        octets.putInt(1).putInt((int) (packets.duration() + OpusPackets.PRE_SKIP - whole));
    }

    private void entry(ByteBuffer octets) {
        octets.put(new byte[6]).putShort((short) 1).putLong(0);
        octets.putShort((short) packets.sound().channels()).putShort((short) 16).putInt(0);
        octets.putInt(OpusPackets.TIME_BASE << 16);
        box(octets, "dOps", () -> {
            octets.put((byte) 0).put((byte) packets.sound().channels());
            octets.putShort((short) OpusPackets.PRE_SKIP).putInt(packets.sound().hertz());
            octets.putShort((short) 0).put((byte) 0);
        });
    }

    private static void matrix(ByteBuffer octets) {
        octets.putInt(MATRIX_ONE).putInt(0).putInt(0);
        octets.putInt(0).putInt(MATRIX_ONE).putInt(0);
        octets.putInt(0).putInt(0).putInt(MATRIX_W);
    }

    /** Of making and of change: none, for the octets are the same on every day. */
    private void dates(ByteBuffer octets) {
        time(octets, 0);
        time(octets, 0);
    }

    private void time(ByteBuffer octets, long time) {
        if (isLong()) {
            octets.putLong(time);
        } else {
            octets.putInt((int) time);
        }
    }

    /** Whether a time does not fit in 32 bits: from 24 hours 51 minutes on. */
    private boolean isLong() {
        return packets.duration() + OpusPackets.PRE_SKIP > MOST_IN_32_BITS;
    }

    private void timedBox(ByteBuffer octets, String type, int flags, Runnable content) {
        fullBox(octets, type, (isLong() ? 1 << 24 : 0) | flags, content);
    }

    /** @param version in the uppermost octet, flags below */
    private static void fullBox(ByteBuffer octets, String type, int version, Runnable content) {
        box(octets, type, () -> {
            octets.putInt(version);
            content.run();
        });
    }

    private static void box(ByteBuffer octets, String type, Runnable content) {
        int start = octets.position();
        octets.putInt(0);
        text(octets, type);
        content.run();
        octets.putInt(start, octets.position() - start);
    }

    private static void text(ByteBuffer octets, String text) {
        octets.put(text.getBytes(StandardCharsets.US_ASCII));
    }
}
