package io.playhead.rendition;

import java.io.IOException;
import org.springframework.http.MediaType;

/**
 * Sound in another format, as chunks laid end to end. Where each lies is arithmetic, known before anything is encoded;
 * a chunk's octets depend on the sound, the recipe and the chunk's number alone, so that they come out the same in any
 * order, on any thread, on any machine.
 */
public interface Rendering {

    MediaType mediaType();

    /**
     * All that the octets depend on beside the sound, in {@code etagc} characters: format and version, rate, channels,
     * bit rate, sizes of chunk and pre-roll, version of the encoder. Another text for the least change of the octets.
     */
    String recipe();

    /** In octets, exact. */
    long length();

    /** At least 1: the first is the header, which costs no encoding. */
    int chunks();

    /** Where a chunk begins; of {@link #chunks()} it is {@link #length()}. Grows strictly with the number. */
    long start(int chunk);

    /** Which chunk has the octet at {@code offset}. */
    int chunkAt(long offset);

    /**
     * Encodes one chunk: work of some milliseconds, which waits for storage too.
     *
     * @return {@code start(chunk + 1) - start(chunk)} octets, the caller's own
     * @throws IOException from the source of the sound alone
     */
    byte[] chunk(int chunk) throws IOException;
}
