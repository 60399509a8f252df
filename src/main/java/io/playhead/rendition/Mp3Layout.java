package io.playhead.rendition;

import java.util.Arrays;
import java.util.List;

/**
 * Frames of MPEG Layer III at a constant bit rate, each as large as the other (ISO 11172-3 and 13818-3, §2.4.1.3;
 * MPEG 2.5 for 8 and 12 kHz). Only rates at which that comes out in whole octets are here: not 11.025, 22.05 or 44.1
 * kHz.
 *
 * @param kilobits a second, all channels together
 */
record Mp3Layout(int hertz, int channels, int kilobits) {

    /** Bits of a header in which frames of joint stereo differ: whether they have middle and side. */
    static final int MODE_EXTENSION = 0b11 << 4;

    private static final int MPEG_1 = 3;
    private static final int MPEG_2 = 2;
    private static final int MPEG_2_5 = 0;
    private static final int[] OF_MPEG_1 = {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] OF_MPEG_2 = {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    /** The standard's extension knows the same, but decoders and LAME stop here. */
    private static final int[] OF_MPEG_2_5 = Arrays.copyOf(OF_MPEG_2, 8);

    private static final int HEADER = 4;

    Mp3Layout {
        if (!bitRates(hertz, channels).contains(kilobits)) {
            throw new IllegalArgumentException(
                    "no MP3 of " + hertz + " Hz, " + channels + " channels, " + kilobits + " kbit/s");
        }
    }

    /** Those with room for the {@link InfoFrame}; none where MP3 has not the rate or as many channels. */
    static List<Integer> bitRates(int hertz, int channels) {
        if (!isRate(hertz) || channels < 1 || channels > 2) {
            return List.of();
        }
        int smallest = HEADER + sideInformation(version(hertz), channels) + InfoFrame.SHORTEST;
        return Arrays.stream(ofVersion(version(hertz)))
                .filter(kilobits -> frameOctets(hertz, kilobits) >= smallest)
                .boxed()
                .toList();
    }

    /** Enough for speech. */
    static int usualBitRate(int hertz, int channels) {
        int mono = switch (hertz) {
            case 8_000, 12_000 -> 24;
            case 16_000 -> 32;
            case 24_000 -> 48;
            default -> 64;
        };
        return mono * channels;
    }

    int samples() {
        return samples(hertz);
    }

    /** Of one frame, its header included. */
    int octets() {
        return frameOctets(hertz, kilobits);
    }

    /** The four octets that each frame begins with: layer III, no checksum, mono or joint stereo, an original. */
    int header() {
        int index = 1 + Arrays.binarySearch(ofVersion(version(hertz)), kilobits);
        int mode = channels == 1 ? 0b11 : 0b01;
        return 0xffe0_0000
                | version(hertz) << 19
                | 0b01 << 17
                | 1 << 16
                | index << 12
                | frequency() << 10
                | mode << 6
                | 1 << 2;
    }

    /** Where what {@code main_data_begin} points into begins. */
    int mainData() {
        return HEADER + sideInformation(version(hertz), channels);
    }

    private int frequency() {
        return switch (hertz) {
            case 12_000, 24_000, 48_000 -> 1;
            default -> 2;
        };
    }

    private static boolean isRate(int hertz) {
        return switch (hertz) {
            case 8_000, 12_000, 16_000, 24_000, 32_000, 48_000 -> true;
            default -> false;
        };
    }

    private static int version(int hertz) {
        return hertz < 16_000 ? MPEG_2_5 : hertz < 32_000 ? MPEG_2 : MPEG_1;
    }

    private static int[] ofVersion(int version) {
        return switch (version) {
            case MPEG_1 -> OF_MPEG_1;
            case MPEG_2 -> OF_MPEG_2;
            default -> OF_MPEG_2_5;
        };
    }

    private static int samples(int hertz) {
        return hertz < 32_000 ? 576 : 1152;
    }

    private static int frameOctets(int hertz, int kilobits) {
        return samples(hertz) / 8 * kilobits * 1000 / hertz;
    }

    private static int sideInformation(int version, int channels) {
        if (version == MPEG_1) {
            return channels == 1 ? 17 : 32;
        }
        return channels == 1 ? 9 : 17;
    }
}
