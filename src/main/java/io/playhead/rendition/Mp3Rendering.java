package io.playhead.rendition;

import io.playhead.pcm.Samples;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.http.MediaType;

/**
 * One {@link InfoFrame}, then chunks of 64 frames. Each is made by a fresh encoder that starts 8 frames early, so that
 * its psychoacoustics and filters have settled where the chunk begins.
 */
final class Mp3Rendering implements Rendering {

    private static final MediaType TYPE = new MediaType("audio", "mpeg");
    private static final int FRAMES_PER_CHUNK = 64;
    private static final int PRE_ROLL = 8;
    /** Players look for a second frame before they believe in the first. */
    private static final int FEWEST = 2;

    private final Mp3Layout layout;
    private final Samples sound;
    private final ChunkGrid grid;

    Mp3Rendering(Mp3Layout layout, Samples sound) {
        this.layout = layout;
        this.sound = sound;
        long frames = Math.max(FEWEST, Math.ceilDiv(sound.frames() + InfoFrame.DELAY, (long) layout.samples()));
        grid = new ChunkGrid(layout.octets(), layout.octets(), frames, FRAMES_PER_CHUNK);
    }

    @Override
    public MediaType mediaType() {
        return TYPE;
    }

    @Override
    public String recipe() {
        return String.join(
                ";",
                "mp3/1",
                String.valueOf(layout.hertz()),
                String.valueOf(layout.channels()),
                String.valueOf(layout.kilobits()),
                String.valueOf(FRAMES_PER_CHUNK),
                String.valueOf(PRE_ROLL),
                String.valueOf(LameEncoder.LOOKAHEAD),
                String.valueOf(LameEncoder.QUALITY),
                "jump3r-1.0.5");
    }

    @Override
    public long length() {
        return grid.length();
    }

    @Override
    public int chunks() {
        return grid.chunks();
    }

    @Override
    public long start(int chunk) {
        return grid.start(chunk);
    }

    @Override
    public int chunkAt(long offset) {
        return grid.chunkAt(offset);
    }

    @Override
    public byte[] chunk(int chunk) throws IOException {
        return chunk == 0
                ? InfoFrame.octets(layout, grid.units(), sound.frames())
                : frames(grid.firstUnit(chunk), grid.unitsIn(chunk));
    }

    private byte[] frames(long first, int count) throws IOException {
        int spf = layout.samples();
        int octets = layout.octets();
        int samples = (PRE_ROLL + count) * spf + LameEncoder.LOOKAHEAD;
        short[] read = new short[samples * layout.channels()];
        sound.readPadded((first - PRE_ROLL) * spf, samples, read);
        LameEncoder encoder = new LameEncoder(layout);
        byte[] made = new byte[(PRE_ROLL + count) * octets];
        int end = encoder.encode(read, 0, LameEncoder.LOOKAHEAD, made, 0);
        for (int at = LameEncoder.LOOKAHEAD; at < samples; at += spf) {
            end += encoder.encode(read, at, spf, made, end);
        }
        if (end != made.length) {
            throw new IllegalStateException("LAME made " + end + " octets of " + made.length);
        }
        return Arrays.copyOfRange(made, PRE_ROLL * octets, end);
    }
}
