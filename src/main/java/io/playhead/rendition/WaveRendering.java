package io.playhead.rendition;

import io.playhead.pcm.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.springframework.http.MediaType;

/** See {@link WaveRecipe}. */
final class WaveRendering implements Rendering {

    private static final MediaType TYPE = new MediaType("audio", "wav");
    /** In a chunk, where these are no more samples than that: decoders begin anew every ten seconds. */
    private static final int SECONDS = 5;

    private static final int CHUNK_SAMPLES = 80_000;

    private static final int SAMPLE_OCTETS = 2;

    private final Samples sound;
    private final byte[] header;
    private final ChunkGrid grid;

    WaveRendering(Samples sound) {
        this.sound = sound;
        this.header = WaveHeader.of(sound);
        this.grid = new ChunkGrid(
                header.length,
                sound.channels() * SAMPLE_OCTETS,
                sound.frames(),
                sound.hertz() * (SECONDS * sound.hertz() * sound.channels() <= CHUNK_SAMPLES ? SECONDS : 1));
    }

    @Override
    public MediaType mediaType() {
        return TYPE;
    }

    @Override
    public String recipe() {
        return "wav/1;" + sound.hertz() + ";" + sound.channels();
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
        if (chunk == 0) {
            return header.clone();
        }
        int frames = grid.unitsIn(chunk);
        short[] samples = new short[frames * sound.channels()];
        sound.read(grid.firstUnit(chunk), frames, samples);
        ByteBuffer octets = ByteBuffer.allocate(samples.length * SAMPLE_OCTETS).order(ByteOrder.LITTLE_ENDIAN);
        octets.asShortBuffer().put(samples);
        return octets.array();
    }
}
