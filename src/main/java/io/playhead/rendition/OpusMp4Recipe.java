package io.playhead.rendition;

import io.playhead.pcm.Samples;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;

/**
 * Opus in MP4: any octet maps to its packet, so that browsers seek in one request or two.
 *
 * @param kilobits a second, or 0 for what is usual at the sound's rate and channels
 */
public record OpusMp4Recipe(int kilobits) implements Recipe {

    private static final MediaType TYPE = MediaType.parseMediaType("audio/mp4;codecs=opus");

    /** With the bit rate that is usual at the sound's rate and channels. */
    public OpusMp4Recipe() {
        this(0);
    }

    /** @return kilobits a second, ascending; none where there is no Opus of that rate and number of channels */
    public static List<Integer> bitRates(int hertz, int channels) {
        return OpusBitRates.allowed(hertz, channels);
    }

    /** @throws IllegalArgumentException where {@link #bitRates} has not this one */
    @Override
    public Rendering of(Samples sound) {
        OpusPackets packets = OpusPackets.of(sound, kilobits);
        Mp4Layout layout = new Mp4Layout(packets);
        int header = layout.header().length;
        ChunkGrid grid = new ChunkGrid(header, packets.octets(), packets.count(), OpusPackets.PER_CHUNK);
        return new OpusMp4(packets, layout, grid);
    }

    private record OpusMp4(OpusPackets packets, Mp4Layout layout, ChunkGrid grid) implements Rendering {

        @Override
        public MediaType mediaType() {
            return TYPE;
        }

        @Override
        public String recipe() {
            return packets.recipe("opus-mp4/1");
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
            return chunk == 0 ? layout.header() : packets.encode(grid.firstUnit(chunk), grid.unitsIn(chunk));
        }
    }
}
