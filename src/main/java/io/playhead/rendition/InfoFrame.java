package io.playhead.rendition;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first frame of an MP3 file, which sounds as silence and says what follows: Xing's header, named {@code Info} where
 * the bit rate is constant, and LAME's after it, from which players know how many samples are not part of the sound
 * (LAME's {@code VbrTag.c}).
 */
final class InfoFrame {

    /** Samples that the encoder puts before the sound. */
    private static final int ENCODER_DELAY = 576;
    /** Samples until the sound comes out: a decoder has its own delay. */
    static final int DELAY = ENCODER_DELAY + 529;

    private static final int LAME = 36;
    private static final int TABLE = 100;
    /** After the side information: marks, frames and octets, no table of contents, LAME's header. */
    static final int SHORTEST = 4 + 4 + 4 + 4 + LAME;

    private static final int LONGEST = SHORTEST + TABLE + 4;
    private static final long LARGEST = 0xffff_ffffL;

    private InfoFrame() {}

    /**
     * @param frames after this one
     * @param samples of the sound in one channel
     */
    static byte[] octets(Mp3Layout layout, long frames, long samples) {
        boolean whole = layout.octets() >= layout.mainData() + LONGEST;
        ByteBuffer frame = ByteBuffer.allocate(layout.octets());
        long length = layout.octets() * (1 + frames);
        frame.putInt(layout.header()).position(layout.mainData());
        frame.put(ascii("Info")).putInt(whole ? 0b1111 : 0b0011);
        frame.putInt((int) Math.min(LARGEST, frames)).putInt((int) Math.min(LARGEST, length));
        if (whole) {
            putTable(frame);
        }
        int padding = Math.toIntExact(frames * layout.samples() - ENCODER_DELAY - samples);
        putLame(frame, layout, padding, length);
        return frame.array();
    }

    /** Where each hundredth lies in 256 parts of the file: all frames being equal, along a line. And a quality. */
    private static void putTable(ByteBuffer frame) {
        for (int hundredth = 0; hundredth < TABLE; hundredth++) {
            frame.put((byte) (hundredth * 256 / TABLE));
        }
        frame.putInt(50);
    }

    private static void putLame(ByteBuffer frame, Mp3Layout layout, int padding, long length) {
        frame.put(ascii("LAME3.98r")).put((byte) 1).put((byte) 0); // revision 0, constant bit rate; low pass unsaid
        frame.putInt(0).putShort((short) 0).putShort((short) 0); // peak and gains unsaid
        frame.put((byte) 0).put((byte) Math.min(255, layout.kilobits()));
        int delays = ENCODER_DELAY << 12 | padding;
        frame.put((byte) (delays >> 16)).putShort((short) delays);
        frame.put((byte) 0).put((byte) 0).putShort((short) 0); // shaping, gain, preset unsaid
        frame.putInt((int) Math.min(LARGEST, length));
        frame.putShort((short) 0); // of the sound's octets, which are not known yet
        frame.putShort((short) crc(frame));
    }

    /** CRC-16 as of ARC (polynomial 0x8005, reflected, from zero) of all that stands before. */
    private static int crc(ByteBuffer frame) {
        int crc = 0;
        for (int at = 0; at < frame.position(); at++) {
            crc ^= frame.get(at) & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xa001;
            }
        }
        return crc;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
