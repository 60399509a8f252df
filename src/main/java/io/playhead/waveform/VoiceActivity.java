package io.playhead.waveform;

import java.util.ArrayList;
import java.util.List;

/**
 * When somebody talks, by energy alone: wherever it is 9 dB louder than the channel's own noise, which is what the
 * quietest tenth of the 30 seconds around does not exceed. Below -52 dBFS nothing is talk; above -27 dBFS everything is,
 * however steady, so that music on hold, tones and loud noise are not passed over as silence. Pauses shorter than 300 ms
 * belong to the talk, sounds of less than 150 ms altogether are none.
 */
final class VoiceActivity {

    private static final int ABOVE_NOISE = 12;
    private static final int LOWEST = Levels.FULL - 69;
    private static final int HIGHEST = Levels.FULL - 36;

    private static final int AROUND = 15 * Levels.PER_SECOND;
    private static final int QUIETEST = 10;

    private static final int HANGOVER = 300 * Levels.PER_SECOND / 1000;
    private static final int SHORTEST = Math.ceilDiv(150 * Levels.PER_SECOND, 1000);

    private final byte[] levels;
    private final int[] histogram = new int[Levels.FULL + 1];
    private int counted;

    private VoiceActivity(byte[] levels) {
        this.levels = levels;
    }

    /** @return half-open, in levels */
    static List<Span> talk(byte[] levels) {
        return new VoiceActivity(levels).talk();
    }

    private List<Span> talk() {
        for (int at = 0; at < AROUND; at++) {
            count(at, 1);
        }
        List<Span> talk = new ArrayList<>();
        int start = 0;
        int last = -HANGOVER;
        int active = 0;
        for (int at = 0; at < levels.length; at++) {
            boolean loud = levels[at] >= threshold(at);
            if (loud && at - last > HANGOVER) {
                close(talk, start, last, active);
                start = at;
                active = 0;
            }
            if (loud) {
                last = at;
                active++;
            }
        }
        close(talk, start, last, active);
        return talk;
    }

    private static void close(List<Span> talk, int start, int last, int active) {
        if (active >= SHORTEST) {
            talk.add(new Span(start, last + 1));
        }
    }

    private int threshold(int at) {
        return Math.clamp(noise(at) + (long) ABOVE_NOISE, LOWEST, HIGHEST);
    }

    /** To be asked for one after the other. */
    private int noise(int at) {
        count(at + AROUND, 1);
        count(at - AROUND - 1, -1);
        int below = 0;
        for (int level = 0; ; level++) {
            below += histogram[level];
            if (below * QUIETEST >= counted) {
                return level;
            }
        }
    }

    private void count(int at, int times) {
        if (at >= 0 && at < levels.length) {
            histogram[levels[at]] += times;
            counted += times;
        }
    }
}
