package io.playhead.pcm;

/** ITU-T G.711: an octet a sample, decoded by a table to 14 (µ-law) or 13 bits (A-law), left-justified in 16. */
final class G711 {

    private static final short[] ULAW = table(true);
    private static final short[] ALAW = table(false);

    private G711() {}

    static BlockDecoder ulaw(int channels) {
        return decoder(ULAW, channels);
    }

    static BlockDecoder alaw(int channels) {
        return decoder(ALAW, channels);
    }

    private static BlockDecoder decoder(short[] table, int channels) {
        return (octets, offset, blocks, into, at) -> {
            int samples = blocks * channels;
            for (int sample = 0; sample < samples; sample++) {
                into[at + sample] = table[octets[offset + sample] & 0xff];
            }
        };
    }

    private static short[] table(boolean ulaw) {
        short[] table = new short[256];
        for (int octet = 0; octet < table.length; octet++) {
            table[octet] = (short) (ulaw ? sampleOfUlaw(octet ^ 0xff) : sampleOfAlaw(octet ^ 0x55));
        }
        return table;
    }

    /** @param code sign, exponent, mantissa: all bits of the octet are sent inverted */
    private static int sampleOfUlaw(int code) {
        int magnitude = (((code & 15) << 3) + 0x84) << (code >> 4 & 7);
        return (code & 0x80) == 0 ? magnitude - 0x84 : 0x84 - magnitude;
    }

    /** @param code sign, exponent, mantissa: every other bit of the octet is sent inverted; sign 1 is positive */
    private static int sampleOfAlaw(int code) {
        int exponent = code >> 4 & 7;
        int mantissa = ((code & 15) << 4) + 8;
        int magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
        return (code & 0x80) != 0 ? magnitude : -magnitude;
    }
}
