package io.playhead.rendition;

import java.util.List;

/**
 * Bit rates of Opus, in kbit/s of all channels together, each a whole number of octets a packet. The least is what still
 * sounds well at that bandwidth without SILK. In stereo it is 48 too because libopus blends the channels into each other
 * below 39, and on a telephone they are two people.
 */
final class OpusBitRates {

    private static final List<Integer> LADDER = List.of(16, 24, 32, 48, 64, 96, 128);

    private OpusBitRates() {}

    /** Ascending; empty where Opus has no such rate of samples or so many channels. */
    static List<Integer> allowed(int hertz, int channels) {
        int least = least(hertz, channels);
        return least < 0
                ? List.of()
                : LADDER.subList(LADDER.indexOf(least), LADDER.indexOf(channels == 1 ? 64 : 128) + 1);
    }

    /**
     * What is taken where nothing is asked for: the second of those allowed in mono, and twice that in stereo.
     *
     * @throws IllegalArgumentException where none is
     */
    static int usual(int hertz, int channels) {
        known(allowed(hertz, channels), hertz, channels);
        return channels * allowed(hertz, 1).get(1);
    }

    /** @throws IllegalArgumentException where it is not one of those allowed */
    static int checked(int kilobits, int hertz, int channels) {
        List<Integer> allowed = known(allowed(hertz, channels), hertz, channels);
        if (!allowed.contains(kilobits)) {
            throw new IllegalArgumentException("kbit/s for Opus not in " + allowed + ": " + kilobits);
        }
        return kilobits;
    }

    private static List<Integer> known(List<Integer> allowed, int hertz, int channels) {
        if (allowed.isEmpty()) {
            throw new IllegalArgumentException("no Opus of " + hertz + " Hz and " + channels + " channels");
        }
        return allowed;
    }

    private static int least(int hertz, int channels) {
        boolean mono = channels == 1;
        if (!mono && channels != 2) {
            return -1;
        }
        return switch (hertz) {
            case 8000 -> mono ? 16 : 48;
            case 12_000, 16_000 -> mono ? 24 : 48;
            case 24_000 -> mono ? 32 : 64;
            case 48_000 -> mono ? 48 : 96;
            default -> -1;
        };
    }
}
