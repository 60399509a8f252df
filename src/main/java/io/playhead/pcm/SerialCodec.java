package io.playhead.pcm;

/** A codec each block of which leans on all that came before it: to begin anywhere takes the decoder's state there. */
interface SerialCodec {

    /** Blocks to a second. */
    int second();

    /** Blocks after each of which it is worth asking a {@link Convergence} for its end. */
    int step();

    /** As it is before the first block. */
    SerialDecoder start();

    /** Samples that a saved state takes. */
    int stateSize();

    /** Goes on after the block at which the state was {@linkplain SerialDecoder#save saved}. */
    SerialDecoder resume(short[] states, int at);

    Convergence convergence();

    /** Seconds from the farthest place before another from which it is worth trying a convergence; a power of 2. */
    int farthest();
}
