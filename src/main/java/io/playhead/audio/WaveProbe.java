package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;

/**
 * RIFF WAVE, RF64 and BW64. The size of the data decides the state:
 *
 * <ul>
 *   <li>more than there is, 0xFFFFFFFF included (what writers to a pipe leave): truncated, if a frame is missing;
 *   <li>0 with something behind it that is not chunks: a recorder that never came back to its header. It promises
 *       nothing, so the file is available, its audio all that follows; only it is not plain, because players that
 *       believe the header play nothing.
 * </ul>
 */
final class WaveProbe {

    private static final MediaType WAV = new MediaType("audio", "wav");
    private static final int PCM = 1;

    private WaveProbe() {}

    static Optional<Probed> probe(Peek file) throws IOException {
        Container container = file.says("RIFF", 0) ? Container.WAVE : Container.RF64;
        boolean wave = container == Container.WAVE || file.says("RF64", 0) || file.says("BW64", 0);
        return wave && file.says("WAVE", 8)
                ? Optional.of(probe(file, container, WaveChunks.walk(file)))
                : Optional.empty();
    }

    private static Probed probe(Peek file, Container container, WaveChunks chunks) throws IOException {
        WaveFormat format = chunks.format();
        if (!chunks.hasData()) {
            return withoutData(container, chunks);
        }
        if (format == null) {
            return Probed.without(WAV, State.UNRECOGNISED);
        }
        Extent extent = extent(file, chunks);
        Optional<Blocks> blocks = format.blocks(extent.start(), extent.octets());
        State state = extent.state(blocks);
        OptionalLong frames = state == State.EMPTY
                ? OptionalLong.of(0)
                : blocks.map(those -> OptionalLong.of(frames(those, state, chunks.fact())))
                        .orElse(OptionalLong.empty());
        return new Probed(
                format.mediaType(),
                state,
                Optional.of(
                        new AudioFormat(container, format.codec(), format.hertz(), format.channels(), frames, blocks)),
                container == Container.WAVE && extent.isExact() && plain(format, extent, chunks.riffSize()));
    }

    private static Probed withoutData(Container container, WaveChunks chunks) {
        WaveFormat format = chunks.format();
        State state = chunks.walkedToEnd() ? State.EMPTY : State.UNRECOGNISED;
        return state == State.UNRECOGNISED || format == null
                ? Probed.without(WAV, state)
                : Probed.of(
                        format.mediaType(),
                        state,
                        AudioFormat.stream(
                                container, format.codec(), format.hertz(), format.channels(), OptionalLong.of(0)));
    }

    /** The fact chunk says how much of the last block is audio; anything else it says is not believed. */
    private static long frames(Blocks blocks, State state, long fact) {
        boolean withinLastBlock = fact <= blocks.frames() && fact > blocks.frames() - blocks.blockFrames();
        return state == State.AVAILABLE && withinLastBlock ? fact : blocks.frames();
    }

    private static boolean plain(WaveFormat format, Extent extent, long riffSize) {
        return format.tag() == PCM
                && !format.extensible()
                && format.bits() == 16
                && format.blockAlign() == 2 * format.channels()
                && extent.octets() > 0
                && extent.octets() % format.blockAlign() == 0
                && riffSize + 8 >= extent.start() + extent.octets();
    }

    private static Extent extent(Peek file, WaveChunks chunks) throws IOException {
        long start = chunks.dataStart();
        long there = file.length() - start;
        boolean unpatched = chunks.dataSize() == 0 && there > 0 && !WaveChunks.only(file, start);
        return new Extent(start, chunks.dataSize(), there, unpatched);
    }

    /**
     * Where the audio lies.
     *
     * @param promised octets as the header says: unsigned
     * @param there octets from the start of the audio to the end of the file
     */
    private record Extent(long start, long promised, long there, boolean unpatched) {

        boolean isShort() {
            return Long.compareUnsigned(promised, there) > 0;
        }

        boolean isExact() {
            return !isShort() && !unpatched;
        }

        long octets() {
            return isExact() ? promised : there;
        }

        State state(Optional<Blocks> blocks) {
            int unit = blocks.map(Blocks::blockOctets).orElse(1);
            if (octets() / unit == 0) {
                return State.EMPTY;
            }
            boolean missing = Long.compareUnsigned(Long.divideUnsigned(promised, unit), octets() / unit) > 0;
            return isShort() && missing ? State.TRUNCATED : State.AVAILABLE;
        }
    }
}
