package io.playhead.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Sounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TalkMapTest {

    private static final int HERTZ = 8000;

    /** One phrase of the demonstration's speech, without pauses of 300 ms, from its first to its last syllable. */
    private static final int PHRASE_FROM = (int) (5.62 * HERTZ);

    private static final int PHRASE_TO = (int) (8.36 * HERTZ);

    @Test
    void phrases_are_talk_within_100_ms_and_the_rest_is_silence() throws IOException {
        double[] left = {1, 8, 14, 30};
        double[] right = {5, 9, 20, 36};
        double phrase = (double) (PHRASE_TO - PHRASE_FROM) / HERTZ;
        for (int noise : new int[] {0, 20, 100}) {
            short[] both = Sounds.stereo(phrases(40, noise, left), phrases(40, noise, right));
            TalkMap map = Analysis.of(new ArraySamples(HERTZ, 2, both)).talk();
            assertSpans(map.channels().get(0).talk(), 1, 1 + phrase, 8, 8 + phrase, 14, 14 + phrase, 30, 30 + phrase);
            assertSpans(map.channels().get(1).talk(), 5, 5 + phrase, 9, 9 + phrase, 20, 20 + phrase, 36, 36 + phrase);
            assertSpans(map.overlap(), 9, 8 + phrase);
            assertSpans(
                    map.silence(),
                    0,
                    1,
                    1 + phrase,
                    5,
                    5 + phrase,
                    8,
                    9 + phrase,
                    14,
                    14 + phrase,
                    20,
                    20 + phrase,
                    30,
                    30 + phrase,
                    36,
                    36 + phrase,
                    40);
            assertSpans(map.longestPause().stream().toList(), 20 + phrase, 30);
            assertSpans(map.channels().getFirst().longestPause().stream().toList(), 14 + phrase, 30);
            assertThat(map.channels().getFirst().talkRatio()).isCloseTo(4 * phrase / 40, within(0.01));
            assertThat(map.overlapRatio()).isCloseTo((phrase - 1) / 40, within(0.01));
        }
    }

    @Test
    void a_recording_of_one_channel_has_no_overlap() throws IOException {
        TalkMap map = map(Sounds.speech(60 * HERTZ));
        assertThat(map.channels()).hasSize(1);
        assertThat(map.overlap()).isEmpty();
        assertThat(map.silence()).isEqualTo(map.channels().getFirst().silence());
        assertThat(map.channels().getFirst().talkRatio()).isBetween(0.7, 0.9);
    }

    @Test
    void silence_and_steady_noise_of_a_line_are_no_talk() throws IOException {
        for (int noise : new int[] {0, 1, 30, 300, 1500}) {
            TalkMap map = map(noise(60 * HERTZ, noise));
            assertThat(map.channels().getFirst().talk())
                    .as("noise of %d", noise)
                    .isEmpty();
            assertThat(map.silence()).as("noise of %d", noise).containsExactly(new Span(0, 60L * HERTZ));
            assertThat(map.longestPause()).isEmpty();
        }
    }

    @Test
    void what_is_loud_is_talk_however_steady() throws IOException {
        int frames = 60 * HERTZ;
        for (short[] loud :
                List.of(Sounds.noise(frames), Sounds.tone(HERTZ, frames, 425, 0.3), Sounds.music(HERTZ, frames))) {
            assertThat(map(loud).channels().getFirst().talk()).containsExactly(new Span(0, frames));
        }
    }

    @Test
    void a_click_is_no_talk_and_a_short_pause_no_silence() throws IOException {
        short[] sound = new short[10 * HERTZ];
        System.arraycopy(Sounds.tone(HERTZ, HERTZ, 500, 0.5), 0, sound, HERTZ, HERTZ / 10);
        System.arraycopy(Sounds.tone(HERTZ, HERTZ, 500, 0.5), 0, sound, 5 * HERTZ, HERTZ / 2);
        System.arraycopy(Sounds.tone(HERTZ, HERTZ, 500, 0.5), 0, sound, (int) (5.78 * HERTZ), HERTZ / 2);
        assertThat(map(sound).channels().getFirst().talk()).containsExactly(new Span(5 * HERTZ, (long) (6.28 * HERTZ)));
    }

    @Test
    void it_lasts_to_the_last_frame() throws IOException {
        int frames = 10 * HERTZ + 77;
        assertThat(map(Sounds.tone(HERTZ, frames, 500, 0.5))
                        .channels()
                        .getFirst()
                        .talk())
                .containsExactly(new Span(0, frames));
    }

    @Test
    void other_rates_have_the_same_spans() throws IOException {
        for (int hertz : new int[] {11_025, 16_000, 44_100, 48_000}) {
            short[] sound = new short[20 * hertz];
            System.arraycopy(Sounds.tone(hertz, 4 * hertz, 300, 0.2), 0, sound, 5 * hertz, 4 * hertz);
            TalkMap map = Analysis.of(new ArraySamples(hertz, 1, sound)).talk();
            Span talk = map.channels().getFirst().talk().getFirst();
            assertThat((double) talk.start() / hertz).isCloseTo(5, within(0.03));
            assertThat((double) talk.end() / hertz).isCloseTo(9, within(0.03));
        }
    }

    @Test
    void a_level_is_a_quarter_of_an_octave() {
        assertThat(Levels.level(0)).isZero();
        assertThat(Levels.level(1)).isZero();
        assertThat(Levels.level(2)).isEqualTo((byte) 4);
        assertThat(Levels.level(3)).isEqualTo((byte) 6);
        assertThat(Levels.level(1 << 29)).isEqualTo((byte) 116);
        assertThat(Levels.level(1 << 30)).isEqualTo((byte) Levels.FULL);
    }

    @RepeatedTest(50)
    void shared_spans_are_where_enough_of_them_are(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        List<List<Span>> lists = new ArrayList<>();
        int[] sharing = new int[200];
        for (int list = 0; list < 1 + random.nextInt(4); list++) {
            lists.add(randomSpans(random, sharing));
        }
        for (int least = 1; least <= 3; least++) {
            List<Span> shared = Spans.shared(lists, least);
            int[] found = new int[200];
            shared.forEach(span -> count(span, found));
            for (int at = 0; at < 200; at++) {
                assertThat(found[at]).as("%s at %d", lists, at).isEqualTo(sharing[at] >= least ? 1 : 0);
            }
            List<Span> both = new ArrayList<>(Spans.rest(shared, 200));
            both.addAll(shared);
            assertThat(Spans.total(both)).isEqualTo(200);
        }
    }

    private static List<Span> randomSpans(Random random, int[] sharing) {
        List<Span> spans = new ArrayList<>();
        for (int at = random.nextInt(40); at < 150; at += 1 + random.nextInt(30)) {
            Span span = new Span(at, at + 1 + random.nextInt(30));
            count(span, sharing);
            spans.add(span);
            at = (int) span.end();
        }
        return spans;
    }

    private static void count(Span span, int[] counts) {
        for (long at = span.start(); at < span.end(); at++) {
            counts[(int) at]++;
        }
    }

    private static void assertSpans(List<Span> spans, double... seconds) {
        assertThat(spans).as("%s", spans).hasSize(seconds.length / 2);
        for (int at = 0; at < spans.size(); at++) {
            assertThat((double) spans.get(at).start() / HERTZ).isCloseTo(seconds[2 * at], within(0.1));
            assertThat((double) spans.get(at).end() / HERTZ).isCloseTo(seconds[2 * at + 1], within(0.1));
        }
    }

    private static TalkMap map(short[] sound) throws IOException {
        return Analysis.of(new ArraySamples(HERTZ, 1, sound)).talk();
    }

    private static short[] phrases(int seconds, int noise, double... starts) {
        short[] sound = noise(seconds * HERTZ, noise);
        short[] speech = Sounds.speech(PHRASE_TO);
        for (double start : starts) {
            for (int at = PHRASE_FROM; at < PHRASE_TO; at++) {
                sound[(int) (start * HERTZ) + at - PHRASE_FROM] += speech[at];
            }
        }
        return sound;
    }

    /** @param level of its peaks */
    private static short[] noise(int frames, int level) {
        short[] noise = new short[frames];
        Random random = new Random(level);
        for (int at = 0; at < frames; at++) {
            noise[at] = (short) (random.nextInt(2 * level + 1) - level);
        }
        return noise;
    }
}
