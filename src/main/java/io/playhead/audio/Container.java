package io.playhead.audio;

/** What kind of file the audio lies in. */
public enum Container {
    /** RIFF, little-endian, up to 4 GiB. */
    WAVE,
    /** RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088): WAVE with 64-bit sizes. Browsers do not agree on it. */
    RF64,
    /** Sun's {@code .snd}, big-endian. No browser plays it. */
    AU,
    OGG,
    MPEG,
    MP4,
    FLAC,
    AMR,
    /** No header at all: the file's name is all that says what it is. Samples are little-endian, as Asterisk's. */
    RAW
}
