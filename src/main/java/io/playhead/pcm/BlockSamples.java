package io.playhead.pcm;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.IOException;

/** Sound in blocks each of which is decoded by itself. @param decoder without a state */
record BlockSamples(AudioFormat format, Blocks blocks, OctetSource octets, BlockDecoder decoder) implements Samples {

    @Override
    public int hertz() {
        return format.hertz();
    }

    @Override
    public int channels() {
        return format.channels();
    }

    @Override
    public long frames() {
        return format.frames().orElse(0);
    }

    @Override
    public void read(long from, int count, short[] into) throws IOException {
        long end = Math.ceilDiv(from + count, blocks.blockFrames());
        new BlockReader(octets, blocks, from / blocks.blockFrames(), end)
                .decode(decoder, from, count, into, 0, channels());
    }
}
