package io.playhead.audio;

import org.jspecify.annotations.Nullable;

/**
 * The header of an MPEG audio Layer III frame (ISO 11172-3 §2.4.1.3, ISO 13818-3 and the unofficial 2.5).
 *
 * @param samples a frame decodes to: 1152, or 576 below 32 kHz
 * @param octets of the whole frame
 * @param sideOctets of the side information, behind which an Info frame has its tag
 */
record MpegFrame(int hertz, int channels, int samples, int octets, int sideOctets) {

    private static final int MPEG_1 = 3;
    private static final int RESERVED_VERSION = 1;
    private static final int LAYER_III = 1;
    private static final int MONO = 3;
    private static final int[] HERTZ = {44_100, 48_000, 32_000};
    private static final int[] KILOBITS_1 = {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KILOBITS_2 = {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};

    /** Null where these are no header, or one of a frame whose length it does not say ("free format"). */
    static @Nullable MpegFrame of(int header) {
        int version = header >>> 19 & 3;
        int rate = header >>> 10 & 3;
        int bits = header >>> 12 & 15;
        if (header >>> 21 != 0x7ff
                || version == RESERVED_VERSION
                || (header >>> 17 & 3) != LAYER_III
                || rate == 3
                || bits == 0
                || bits == 15) {
            return null;
        }
        boolean first = version == MPEG_1;
        boolean mono = (header >>> 6 & 3) == MONO;
        int hertz = HERTZ[rate] >> (first ? 0 : version == 0 ? 2 : 1);
        int samples = first ? 1152 : 576;
        int bitrate = 1000 * (first ? KILOBITS_1 : KILOBITS_2)[bits - 1];
        int padding = header >>> 9 & 1;
        int side = first ? mono ? 17 : 32 : mono ? 9 : 17;
        return new MpegFrame(hertz, mono ? 1 : 2, samples, samples / 8 * bitrate / hertz + padding, side);
    }

    /** Whether both can be of one stream. */
    boolean goesWith(@Nullable MpegFrame other) {
        return other != null && other.hertz == hertz && other.samples == samples;
    }
}
