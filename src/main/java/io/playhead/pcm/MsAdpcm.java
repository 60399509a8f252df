package io.playhead.pcm;

/**
 * Microsoft's ADPCM with its seven pairs of coefficients, which are all that encoders use: a block is seven octets of
 * state a channel, the first two samples among them, then nibbles, the high one first, of each channel in turn. The
 * prediction is shifted down as Microsoft's own decoder does it; some divide, which rounds negative ones otherwise.
 */
record MsAdpcm(int channels, int blockOctets, int blockFrames) implements BlockDecoder {

    private static final int HEADER = 7;
    private static final int LEAST_STEP = 16;
    /** So that hostile blocks do not overflow; sound stays far below. */
    private static final int LARGEST_STEP = 1 << 20;

    private static final int[] LAST = {256, 512, 0, 192, 240, 460, 392};
    private static final int[] LAST_BUT_ONE = {0, -256, 0, 64, 0, -208, -232};
    private static final int[] GROWTHS = {230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230
    };

    @Override
    public void decode(byte[] octets, int offset, int blocks, short[] into, int at) {
        for (int block = 0; block < blocks; block++) {
            for (int channel = 0; channel < channels; channel++) {
                int first = at + block * blockFrames * channels + channel;
                decodeChannel(octets, offset + block * blockOctets, channel, into, first);
            }
        }
    }

    private void decodeChannel(byte[] octets, int block, int channel, short[] into, int first) {
        int said = octets[block + channel] & 0xff;
        int pair = said < LAST.length ? said : 0;
        int step = word(octets, block + channels + 2 * channel);
        int last = word(octets, block + 3 * channels + 2 * channel);
        int lastButOne = word(octets, block + 5 * channels + 2 * channel);
        into[first] = (short) lastButOne;
        if (blockFrames > 1) {
            into[first + channels] = (short) last;
        }
        int nibbles = block + HEADER * channels;
        for (int frame = 2; frame < blockFrames; frame++) {
            int nibble = (frame - 2) * channels + channel;
            int code = (octets[nibbles + nibble / 2] >> (4 * (1 - nibble % 2))) & 15;
            int predicted = (last * LAST[pair] + lastButOne * LAST_BUT_ONE[pair]) >> 8;
            lastButOne = last;
            last = Word.saturated(predicted + (code << 28 >> 28) * step);
            step = Math.clamp(((long) step * GROWTHS[code]) >> 8, LEAST_STEP, LARGEST_STEP);
            into[first + frame * channels] = (short) last;
        }
    }

    private static int word(byte[] octets, int at) {
        return (octets[at] & 0xff) | (octets[at + 1] << 8);
    }
}
