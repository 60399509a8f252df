package io.playhead.pcm;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.IOException;
import java.util.Optional;

/**
 * Sound each block of which leans on all those before it. A recording is cut into cells, and each is decoded from the
 * state at its border, which {@link CellStates} tells from the recording and the border alone: so is every sample, from
 * wherever it is read. Who reads on begins at one of the {@link Marks} within the cell.
 */
final class SerialSamples implements Samples {

    private final AudioFormat format;
    private final Blocks blocks;
    private final OctetSource octets;
    private final SerialCodec codec;
    private final CellStates states;
    private final Marks marks;

    SerialSamples(AudioFormat format, Blocks blocks, OctetSource octets, SerialCodec codec) {
        this.format = format;
        this.blocks = blocks;
        this.octets = octets;
        this.codec = codec;
        this.states = new CellStates(codec, octets, blocks);
        this.marks = new Marks(codec);
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
            readInCell(at / cellFrames, at, frames, into, (int) (at - from) * channels());
        }
    }

    private void readInCell(long cell, long from, int count, short[] into, int at) throws IOException {
        int blockFrames = blocks.blockFrames();
        long border = cell * states.length();
        long first = from / blockFrames;
        Marks.Mark start = start(cell, border, first);
        SerialDecoder decoder = start.decoder();
        var reader = new BlockReader(octets, blocks, start.block(), Math.ceilDiv(from + count, blockFrames));
        short[] scratch = new short[codec.step() * blockFrames];
        while (reader.next() < first) {
            reader.skip(decoder, Math.min(first, marks.after(reader.next())), scratch);
            marks.keep(reader.next(), decoder);
        }
        long end = from + count;
        for (long next = from; next < end; next = Math.min(end, reader.next() * blockFrames)) {
            int frames = (int) (Math.min(end, marks.after(reader.next()) * blockFrames) - next);
            reader.decode(decoder, next, frames, into, at + (int) (next - from) * channels(), channels());
            marks.keep(reader.next(), decoder);
        }
    }

    private Marks.Mark start(long cell, long border, long first) throws IOException {
        Optional<Marks.Mark> mark = marks.last(border, first);
        return mark.isPresent() ? mark.get() : new Marks.Mark(border, states.decoder(cell));
    }
}
