package io.playhead.pcm;

import io.playhead.audio.Blocks;
import io.playhead.audio.OctetSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state in which a decoder begins each cell of a recording: at the first, as at a start; at any other,
 *
 * <ol>
 *   <li>what a {@link Convergence} leads to that began 2 s before the border and ended within half of that; failing
 *       that, 4 s before, 8, and so on as far as is worth it;
 *   <li>where none ends, as on a steady tone, the state of a decoder that came all the way from the start, from one
 *       pass over the recording.
 * </ol>
 *
 * Each is a matter of the recording and the border, never of what was read before, and kept once known: 276 octets of
 * GSM every 10 s.
 */
final class CellStates {

    private static final int NEAREST_SECONDS = 2;
    /** A convergence begins so many times as far before the border as it may take: others may take longer. */
    private static final int MARGIN = 2;

    private static final int CELL_SECONDS = 10;
    /** Those of 22 hours; longer recordings have longer cells. */
    private static final int MOST_CELLS = 8192;

    private final SerialCodec codec;
    private final OctetSource octets;
    private final Blocks blocks;
    private final long length;
    private final Map<Long, short[]> known = new ConcurrentHashMap<>();
    private final Object passing = new Object();
    private short @Nullable [] passed;

    CellStates(SerialCodec codec, OctetSource octets, Blocks blocks) {
        this.codec = codec;
        this.octets = octets;
        this.blocks = blocks;
        long seconds = Math.max(CELL_SECONDS, Math.ceilDiv(blocks.count(), (long) MOST_CELLS * codec.second()));
        this.length = seconds * codec.second();
    }

    /** Blocks in a cell. */
    long length() {
        return length;
    }

    /** One that is about to decode the first block of the cell. */
    SerialDecoder decoder(long cell) throws IOException {
        if (cell == 0) {
            return codec.start();
        }
        short[] state = known.get(cell);
        if (state == null) {
            state = find(cell);
            known.put(cell, state);
        }
        return codec.resume(state, 0);
    }

    private short[] find(long cell) throws IOException {
        long border = cell * length;
        for (int seconds = NEAREST_SECONDS; seconds <= codec.farthest(); seconds *= 2) {
            long start = border - (long) seconds * codec.second();
            if (start <= 0) {
                return saved(codec.start(), new BlockReader(octets, blocks, 0, border), border);
            }
            Optional<short[]> state = converged(start, border);
            if (state.isPresent()) {
                return state.get();
            }
        }
        int at = (int) cell * codec.stateSize();
        return Arrays.copyOfRange(passed(), at, at + codec.stateSize());
    }

    private Optional<short[]> converged(long start, long border) throws IOException {
        var reader = new BlockReader(octets, blocks, start, border);
        Convergence convergence = codec.convergence();
        short[] scratch = scratch();
        long latest = start + (border - start) / MARGIN;
        while (convergence.outcome().isEmpty() && reader.next() < latest) {
            reader.skip(convergence, Math.min(reader.next() + codec.step(), latest), scratch);
        }
        Optional<SerialDecoder> outcome = convergence.outcome();
        return outcome.isEmpty() ? Optional.empty() : Optional.of(saved(outcome.get(), reader, border));
    }

    private short[] saved(SerialDecoder decoder, BlockReader reader, long border) throws IOException {
        reader.skip(decoder, border, scratch());
        short[] state = new short[codec.stateSize()];
        decoder.save(state, 0);
        return state;
    }

    /** Made by whoever needs it first, while all others who need it wait. */
    private short[] passed() throws IOException {
        synchronized (passing) {
            short[] states = passed;
            if (states == null) {
                states = pass();
                passed = states;
            }
            return states;
        }
    }

    private short[] pass() throws IOException {
        int cells = (int) Math.ceilDiv(blocks.count(), length);
        short[] states = new short[cells * codec.stateSize()];
        SerialDecoder decoder = codec.start();
        var reader = new BlockReader(octets, blocks, 0, blocks.count());
        short[] scratch = scratch();
        for (int cell = 0; cell < cells; cell++) {
            reader.skip(decoder, cell * length, scratch);
            decoder.save(states, cell * codec.stateSize());
        }
        return states;
    }

    private short[] scratch() {
        return new short[codec.step() * blocks.blockFrames()];
    }
}
