package io.playhead.pcm;

/** A decoder whose blocks lean on those before them, and so come in order. For one thread. */
interface SerialDecoder extends BlockDecoder {

    /** Puts all that later blocks lean on into {@code into}, from {@code at} on. */
    void save(short[] into, int at);
}
