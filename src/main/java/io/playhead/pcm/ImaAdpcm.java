package io.playhead.pcm;

/**
 * IMA ADPCM as WAVE has it (IMA's Recommended Practices of 1992): a block is four octets of state a channel, the first
 * sample among them, then words of eight samples, a word of each channel in turn. A difference is summed bit by bit as
 * IMA says; some decoders multiply instead, which rounds otherwise.
 */
record ImaAdpcm(int channels, int blockOctets, int blockFrames) implements BlockDecoder {

    private static final int HEADER = 4;
    private static final int WORD = 8;

    private static final int[] MOVES = {-1, -1, -1, -1, 2, 4, 6, 8};

    private static final int[] STEPS = {
        7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97,
        107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796,
        876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871,
        5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623,
        27086, 29794, 32767
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
        int state = block + HEADER * channel;
        int sample = (octets[state] & 0xff) | (octets[state + 1] << 8);
        int index = Math.min(octets[state + 2] & 0xff, STEPS.length - 1);
        into[first] = (short) sample;
        int words = block + HEADER * channels + WORD / 2 * channel;
        for (int frame = 1; frame < blockFrames; frame++) {
            int nibble = frame - 1;
            int octet = octets[words + nibble / WORD * (WORD / 2) * channels + nibble % WORD / 2];
            int code = (octet >> (4 * (nibble % 2))) & 15;
            sample = Word.saturated(sample + difference(code, STEPS[index]));
            index = Math.clamp(index + MOVES[code & 7], 0, STEPS.length - 1);
            into[first + frame * channels] = (short) sample;
        }
    }

    private static int difference(int code, int step) {
        int size = step >> 3;
        size += (code & 4) == 0 ? 0 : step;
        size += (code & 2) == 0 ? 0 : step >> 1;
        size += (code & 1) == 0 ? 0 : step >> 2;
        return (code & 8) == 0 ? size : -size;
    }
}
