package io.playhead.rendition;

import io.playhead.pcm.Samples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What stands before the samples of a WAVE file: RIFF where its 32-bit sizes suffice, else RF64. */
final class WaveHeader {

    private static final int RIFF = 44;
    /** With a ds64 chunk of 28 octets and no table. */
    private static final int RF64 = RIFF + 8 + 28;

    private static final long MOST_RIFF = 0xffff_ffffL;

    private WaveHeader() {}

    static byte[] of(Samples sound) {
        int frameOctets = 2 * sound.channels();
        long data = sound.frames() * frameOctets;
        boolean riff = data + RIFF - 8 <= MOST_RIFF;
        ByteBuffer header = ByteBuffer.allocate(riff ? RIFF : RF64).order(ByteOrder.LITTLE_ENDIAN);
        tag(header, riff ? "RIFF" : "RF64").putInt(riff ? (int) (data + RIFF - 8) : -1);
        tag(header, "WAVE");
        if (!riff) {
            tag(header, "ds64").putInt(28).putLong(data + RF64 - 8).putLong(data);
            header.putLong(sound.frames()).putInt(0);
        }
        tag(header, "fmt ").putInt(16).putShort((short) 1).putShort((short) sound.channels());
        header.putInt(sound.hertz()).putInt(sound.hertz() * frameOctets);
        header.putShort((short) frameOctets).putShort((short) 16);
        tag(header, "data").putInt(riff ? (int) data : -1);
        return header.array();
    }

    private static ByteBuffer tag(ByteBuffer header, String tag) {
        return header.put(tag.getBytes(StandardCharsets.US_ASCII));
    }
}
