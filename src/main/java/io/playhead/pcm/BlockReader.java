package io.playhead.pcm;

import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A recording's blocks one after the other, from one of them to another: what storage is read for, and no more. */
final class BlockReader {

    /** Octets read at once; a block that is longer is read whole. */
    private static final int PIECE = 64 * 1024;

    private final OctetSource source;
    private final Blocks blocks;
    private final long end;
    private final byte[] octets;
    private long next;
    private int offset;
    private int ready;

    /**
     * @param first block to be read
     * @param end block before which to stop, after {@code first}
     */
    BlockReader(OctetSource source, Blocks blocks, long first, long end) {
        this.source = source;
        this.blocks = blocks;
        this.next = first;
        this.end = end;
        long atOnce = Math.min(end - first, Math.max(1, PIECE / blocks.blockOctets()));
        this.octets = new byte[(int) atOnce * blocks.blockOctets()];
    }

    /** The number of the block that is decoded next. */
    long next() {
        return next;
    }

    /**
     * Decodes the next blocks: as many as are at hand, and no more than {@code most}.
     *
     * @return how many, at least 1
     * @throws EOFException where the source ends before the block does
     */
    int decode(BlockDecoder decoder, long most, short[] into, int at) throws IOException {
        if (ready == 0) {
            fill();
        }
        int count = (int) Math.min(most, ready);
        decoder.decode(octets, offset, count, into, at);
        offset += count * blocks.blockOctets();
        ready -= count;
        next += count;
        return count;
    }

    /**
     * Decodes the next blocks for the frames that are wanted of them, the first of which is in the next block.
     *
     * @param at of the first sample in {@code into}
     */
    void decode(BlockDecoder decoder, long from, int count, short[] into, int at, int channels) throws IOException {
        int blockFrames = blocks.blockFrames();
        long to = from + count;
        short[] part = new short[blockFrames > 1 ? blockFrames * channels : 0];
        for (long start = next * blockFrames; start < to; start = next * blockFrames) {
            if (start >= from && start + blockFrames <= to) {
                decode(decoder, (to - start) / blockFrames, into, at + (int) (start - from) * channels);
            } else {
                decode(decoder, 1, part, 0);
                long first = Math.max(start, from);
                int frames = (int) (Math.min(start + blockFrames, to) - first);
                int there = at + (int) (first - from) * channels;
                System.arraycopy(part, (int) (first - start) * channels, into, there, frames * channels);
            }
        }
    }

    /** Decodes the blocks before {@code until} for nothing but the decoder's state. @param scratch for a few blocks */
    void skip(BlockDecoder decoder, long until, short[] scratch) throws IOException {
        int most = scratch.length / blocks.blockFrames();
        while (next < until) {
            decode(decoder, Math.min(most, until - next), scratch, 0);
        }
    }

    private void fill() throws IOException {
        ready = (int) Math.min(end - next, octets.length / blocks.blockOctets());
        offset = 0;
        long position = blocks.start() + next * blocks.blockOctets();
        var into = ByteBuffer.wrap(octets, 0, ready * blocks.blockOctets());
        while (into.hasRemaining()) {
            if (source.read(position + into.position(), into) <= 0) {
                throw new EOFException("the recording is shorter than it was: " + source.length());
            }
        }
    }
}
