package io.playhead.rendition;

import io.playhead.pcm.Samples;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;

/**
 * Opus in Ogg, for downloads: browsers find a moment in it by trial, in several requests.
 *
 * @param kilobits a second, or 0 for what is usual at the sound's rate and channels
 */
public record OpusOggRecipe(int kilobits) implements Recipe {

    private static final MediaType TYPE = MediaType.parseMediaType("audio/ogg;codecs=opus");

    /** With the bit rate that is usual at the sound's rate and channels. */
    public OpusOggRecipe() {
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
        OggLayout layout = new OggLayout(packets);
        return new OpusOgg(packets, layout, layout.grid());
    }

    private record OpusOgg(OpusPackets packets, OggLayout layout, ChunkGrid pages) implements Rendering {

        @Override
        public MediaType mediaType() {
            return TYPE;
        }

        @Override
        public String recipe() {
            return packets.recipe("opus-ogg/1");
        }

        @Override
        public long length() {
            return layout.length();
        }

        @Override
        public int chunks() {
            return pages.chunks();
        }

        /** The last page may end before the grid does. */
        @Override
        public long start(int chunk) {
            return Math.min(length(), pages.start(chunk));
        }

        @Override
        public int chunkAt(long offset) {
            if (offset >= length()) {
                throw new IndexOutOfBoundsException("no octet at " + offset);
            }
            return pages.chunkAt(offset);
        }

        @Override
        public byte[] chunk(int chunk) throws IOException {
            if (chunk == 0) {
                return layout.header();
            }
            long first = pages.firstUnit(chunk) * OggLayout.PER_PAGE;
            long end = Math.min(packets.count(), first + OpusPackets.PER_CHUNK);
            return layout.pages(first, packets.encode(first, (int) (end - first)));
        }
    }
}
