package io.playhead.pcm;

import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.IOException;

/** Sound in blocks each of which is decoded by itself. @param decoder without a state */
record BlockSamples(int hertz, int channels, long frames, OctetSource octets, Blocks blocks, BlockDecoder decoder)
        implements Samples {

    @Override
    public void read(long from, int count, short[] into) throws IOException {
        long end = Math.ceilDiv(from + count, blocks.blockFrames());
        new BlockReader(octets, blocks, from / blocks.blockFrames(), end).decode(decoder, from, count, into, channels);
    }
}
