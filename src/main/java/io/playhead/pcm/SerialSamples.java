package io.playhead.pcm;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sound each block of which leans on all those before it. What is read is what a decoder that came all the way from the
 * start of the recording would give; there are three ways to that decoder's state, the cheapest that leads there is gone:
 *
 * <ol>
 *   <li>from the start of the recording, where that is near;
 *   <li>from 2 to 32 s before, where a {@link Convergence} ends within the first half of the way;
 *   <li>from a {@link StateIndex}, which takes one pass over the whole recording and is kept.
 * </ol>
 */
final class SerialSamples implements Samples {

    private static final int NEAREST_SECONDS = 2;
    private static final int FARTHEST_SECONDS = 32;

    private final AudioFormat format;
    private final Blocks blocks;
    private final OctetSource octets;
    private final SerialCodec codec;
    private final Object indexing = new Object();
    private volatile @Nullable StateIndex index;

    SerialSamples(AudioFormat format, Blocks blocks, OctetSource octets, SerialCodec codec) {
        this.format = format;
        this.blocks = blocks;
        this.octets = octets;
        this.codec = codec;
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
        long first = from / blocks.blockFrames();
        Ready ready = ready(first, Math.ceilDiv(from + count, blocks.blockFrames()));
        ready.reader().decode(ready.decoder(), from, count, into, channels());
    }

    private Ready ready(long first, long end) throws IOException {
        for (int seconds = NEAREST_SECONDS; seconds <= FARTHEST_SECONDS; seconds *= 2) {
            long start = first - (long) seconds * codec.second();
            if (start <= 0) {
                return resumed(codec.start(), 0, first, end);
            }
            Optional<Ready> ready = converged(start, first, end);
            if (ready.isPresent()) {
                return ready.get();
            }
            if (index != null) {
                break;
            }
        }
        StateIndex known = index();
        long point = known.pointBefore(first);
        return resumed(known.at(point), point, first, end);
    }

    private Ready resumed(SerialDecoder decoder, long start, long first, long end) throws IOException {
        var reader = new BlockReader(octets, blocks, start, end);
        reader.skip(decoder, first, scratch());
        return new Ready(reader, decoder);
    }

    private Optional<Ready> converged(long start, long first, long end) throws IOException {
        var reader = new BlockReader(octets, blocks, start, end);
        Convergence convergence = codec.convergence();
        short[] scratch = scratch();
        long half = start + (first - start) / 2;
        while (convergence.outcome().isEmpty() && reader.next() < half) {
            reader.skip(convergence, Math.min(reader.next() + codec.step(), half), scratch);
        }
        if (convergence.outcome().isEmpty()) {
            return Optional.empty();
        }
        SerialDecoder decoder = convergence.outcome().get();
        reader.skip(decoder, first, scratch);
        return Optional.of(new Ready(reader, decoder));
    }

    /** Made by whoever needs it first, while all others who need it wait. */
    private StateIndex index() throws IOException {
        synchronized (indexing) {
            StateIndex known = index;
            if (known == null) {
                known = StateIndex.of(codec, octets, blocks);
                index = known;
            }
            return known;
        }
    }

    private short[] scratch() {
        return new short[codec.step() * blocks.blockFrames()];
    }

    /** @param reader at the block that is wanted first, as is the decoder */
    private record Ready(BlockReader reader, SerialDecoder decoder) {}
}
