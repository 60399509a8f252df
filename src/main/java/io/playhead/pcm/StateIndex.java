package io.playhead.pcm;

import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.IOException;

/** A decoder's states at even distances through a recording, from one pass over all of it. */
final class StateIndex {

    private static final int SECONDS = 10;
    /** At 10 s, those of 22 hours; longer recordings have them farther apart. */
    private static final int MOST = 8192;

    private final SerialCodec codec;
    private final long spacing;
    private final short[] states;

    private StateIndex(SerialCodec codec, long spacing, int points) {
        this.codec = codec;
        this.spacing = spacing;
        this.states = new short[points * codec.stateSize()];
    }

    static StateIndex of(SerialCodec codec, OctetSource octets, Blocks blocks) throws IOException {
        long spacing = Math.max((long) SECONDS * codec.second(), Math.ceilDiv(blocks.count(), MOST));
        int points = (int) Math.ceilDiv(blocks.count(), spacing);
        var index = new StateIndex(codec, spacing, points);
        SerialDecoder decoder = codec.start();
        var reader = new BlockReader(octets, blocks, 0, blocks.count());
        short[] scratch = new short[codec.step() * blocks.blockFrames()];
        for (int point = 0; point < points; point++) {
            reader.skip(decoder, point * spacing, scratch);
            decoder.save(index.states, point * codec.stateSize());
        }
        return index;
    }

    /** The last block before {@code block}, or that one, from which it knows how to go on. */
    long pointBefore(long block) {
        return block - block % spacing;
    }

    SerialDecoder at(long point) {
        return codec.resume(states, (int) (point / spacing) * codec.stateSize());
    }
}
