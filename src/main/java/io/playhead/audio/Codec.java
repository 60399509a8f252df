package io.playhead.audio;

import java.util.OptionalInt;

/** What the samples of a recording were made into. */
public enum Codec {
    /** Unsigned, as WAVE has it. */
    PCM_U8("PCM 8-bit", 0x0001, true),
    PCM_S16("PCM 16-bit", 0x0001, true),
    PCM_S24("PCM 24-bit", 0x0001, true),
    PCM_S32("PCM 32-bit", 0x0001, false),
    /** IEEE 754, 4 or 8 octets a sample as the block says. Not every browser plays the 8. */
    FLOAT("PCM floating-point", 0x0003, false),
    ULAW("G.711 µ-law", 0x0007, true),
    ALAW("G.711 A-law", 0x0006, true),
    GSM("GSM 6.10", 0x0031, false),
    IMA_ADPCM("IMA ADPCM", 0x0011, false),
    MS_ADPCM("Microsoft ADPCM", 0x0002, false),
    G722("G.722", 0x0065, false),
    MP3("MP3", 0x0055, true),
    /** Safari plays it in Ogg only since 18.4. */
    OPUS("Opus", Codec.NO_TAG, false),
    VORBIS("Vorbis", Codec.NO_TAG, false),
    AAC("AAC", 0x00ff, true),
    FLAC("FLAC", Codec.NO_TAG, true),
    AMR("AMR", Codec.NO_TAG, false),
    AMR_WB("AMR-WB", Codec.NO_TAG, false),
    UNKNOWN("unknown", Codec.NO_TAG, false);

    private static final int NO_TAG = -1;
    /** G.722 as ffmpeg's writer and Microsoft's mmreg.h have it, beside RFC 2361's 0x65. */
    private static final int ADPCM_G722 = 0x028f;

    private final String title;
    private final int tag;
    private final boolean playsEverywhere;

    Codec(String title, int tag, boolean playsEverywhere) {
        this.title = title;
        this.tag = tag;
        this.playsEverywhere = playsEverywhere;
    }

    /** As people write it: "GSM 6.10". */
    public String title() {
        return title;
    }

    /** RFC 2361's format tag; empty where WAVE does not carry the codec, or not by one agreed tag. */
    public OptionalInt formatTag() {
        return tag == NO_TAG ? OptionalInt.empty() : OptionalInt.of(tag);
    }

    /** Whether every current browser plays it in its usual container. Of a file, ask {@link AudioFormat} instead. */
    public boolean playsEverywhere() {
        return playsEverywhere;
    }

    /** @param sampleOctets of one channel; counts for PCM and floating-point alone */
    static Codec ofWave(int formatTag, int sampleOctets) {
        return switch (formatTag) {
            case 0x0001 -> ofPcm(sampleOctets);
            case 0x0003 -> sampleOctets == 4 || sampleOctets == 8 ? FLOAT : UNKNOWN;
            case 0x0002 -> MS_ADPCM;
            case 0x0006 -> ALAW;
            case 0x0007 -> ULAW;
            case 0x0011 -> IMA_ADPCM;
            case 0x0031 -> GSM;
            case 0x0055 -> MP3;
            case 0x0065, ADPCM_G722 -> G722;
            case 0x00ff -> AAC;
            default -> UNKNOWN;
        };
    }

    private static Codec ofPcm(int sampleOctets) {
        return switch (sampleOctets) {
            case 1 -> PCM_U8;
            case 2 -> PCM_S16;
            case 3 -> PCM_S24;
            case 4 -> PCM_S32;
            default -> UNKNOWN;
        };
    }
}
