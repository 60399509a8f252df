package io.playhead.pcm;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.IOException;

/**
 * Sound each block of which leans on all those before it. A recording is cut into cells, and each is decoded from the
 * state at its border, which {@link CellStates} tells from the recording and the border alone: so is every sample, from
 * wherever it is read.
 */
final class SerialSamples implements Samples {

    private final AudioFormat format;
    private final Blocks blocks;
    private final OctetSource octets;
    private final SerialCodec codec;
    private final CellStates states;

    SerialSamples(AudioFormat format, Blocks blocks, OctetSource octets, SerialCodec codec) {
        this.format = format;
        this.blocks = blocks;
        this.octets = octets;
        this.codec = codec;
        this.states = new CellStates(codec, octets, blocks);
    }

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
        long cellFrames = states.length() * blocks.blockFrames();
        long end = from + count;
        for (long at = from; at < end; at = Math.min(end, (at / cellFrames + 1) * cellFrames)) {
            int frames = (int) (Math.min(end, (at / cellFrames + 1) * cellFrames) - at);
            readInCell(at / cellFrames, at, frames, into, (int) (at - from));
        }
    }

    private void readInCell(long cell, long from, int count, short[] into, int at) throws IOException {
        long end = Math.ceilDiv(from + count, blocks.blockFrames());
        SerialDecoder decoder = states.decoder(cell);
        var reader = new BlockReader(octets, blocks, cell * states.length(), end);
        reader.skip(decoder, from / blocks.blockFrames(), new short[codec.step() * blocks.blockFrames()]);
        reader.decode(decoder, from, count, into, at, channels());
    }
}
