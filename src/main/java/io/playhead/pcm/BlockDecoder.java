package io.playhead.pcm;

/** Turns blocks of a fixed size into frames. Any octets are some sound: it never fails. */
interface BlockDecoder {

    /**
     * Decodes blocks that lie one after the other.
     *
     * @param offset of the first block in {@code octets}
     * @param blocks at least 1
     * @param at of the first sample in {@code into}
     */
    void decode(byte[] octets, int offset, int blocks, short[] into, int at);
}
