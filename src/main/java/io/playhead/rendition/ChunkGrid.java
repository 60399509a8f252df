package io.playhead.rendition;

/**
 * Where chunks lie that follow a header and have a fixed number of units of one size, but for the last, which has what
 * is left. Chunk 0 is the header.
 *
 * @param headerOctets at least 1
 * @param unitOctets of a frame or a packet
 * @param units of the whole rendering
 * @param unitsPerChunk at least 1
 */
record ChunkGrid(int headerOctets, int unitOctets, long units, int unitsPerChunk) {

    long length() {
        return headerOctets + units * unitOctets;
    }

    int chunks() {
        return 1 + Math.toIntExact(Math.ceilDiv(units, unitsPerChunk));
    }

    /** @param chunk 0 to {@link #chunks()}, of which it is {@link #length()} */
    long start(int chunk) {
        if (chunk < 0 || chunk > chunks()) {
            throw new IndexOutOfBoundsException(chunk);
        }
        return chunk == 0 ? 0 : headerOctets + firstUnit(chunk) * unitOctets;
    }

    /** @param offset 0 to before {@link #length()} */
    int chunkAt(long offset) {
        if (offset < 0 || offset >= length()) {
            throw new IndexOutOfBoundsException("no octet at " + offset);
        }
        return offset < headerOctets ? 0 : 1 + (int) ((offset - headerOctets) / unitOctets / unitsPerChunk);
    }

    /** @param chunk 1 to {@link #chunks()}, of which it is {@link #units()} */
    long firstUnit(int chunk) {
        return Math.min(units, (chunk - 1L) * unitsPerChunk);
    }

    /** @param chunk from 1 on */
    int unitsIn(int chunk) {
        return (int) (firstUnit(chunk + 1) - firstUnit(chunk));
    }
}
