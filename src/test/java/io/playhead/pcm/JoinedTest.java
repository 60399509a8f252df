package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedTest implements SamplesContract {

    private static final Samples NOISE = new ArraySamples(8000, 2, Sounds.noise(6000));
    private static final Samples MUSIC = new ArraySamples(8000, 2, Sounds.music(8000, 2000));
    private static final Samples NOTHING = new ArraySamples(8000, 2, new short[0]);

    @Override
    public Samples samples() {
        return new Joined(List.of(
                new Joined.Part(100, NOISE),
                new Joined.Part(3100, NOTHING),
                new Joined.Part(3100, MUSIC),
                new Joined.Part(5000, NOTHING),
                new Joined.Part(7000, MUSIC)));
    }

    @Test
    void sounds_lie_where_they_start_with_silence_between() throws IOException {
        short[] expected = new short[8000 * 2];
        System.arraycopy(SamplesContract.whole(NOISE), 0, expected, 200, 6000);
        System.arraycopy(SamplesContract.whole(MUSIC), 0, expected, 6200, 2000);
        System.arraycopy(SamplesContract.whole(MUSIC), 0, expected, 14_000, 2000);
        assertThat(samples().frames()).isEqualTo(8000);
        assertThat(SamplesContract.whole(samples())).isEqualTo(expected);
    }

    @Test
    void silence_after_the_last_sound_is_a_part_of_no_frames() throws IOException {
        Samples joined = new Joined(List.of(new Joined.Part(0, MUSIC), new Joined.Part(1500, NOTHING)));
        assertThat(joined.frames()).isEqualTo(1500);
        assertThat(SamplesContract.whole(joined))
                .startsWith(SamplesContract.whole(MUSIC))
                .endsWith(new short[1000]);
    }

    @Test
    void a_start_may_lie_far_away() throws IOException {
        long far = 1L << 40;
        Samples joined = new Joined(List.of(new Joined.Part(5, MUSIC), new Joined.Part(far, MUSIC)));
        short[] frames = new short[6];
        joined.read(far - 1, 3, frames);
        assertThat(frames[0]).isZero();
        assertThat(frames[4]).isEqualTo(SamplesContract.whole(MUSIC)[2]);
    }

    @Test
    void what_overlaps_or_differs_is_refused() {
        Samples mono = new ArraySamples(8000, 1, Sounds.silence(10));
        Samples fast = new ArraySamples(16_000, 2, Sounds.silence(10));
        for (List<Joined.Part> parts : List.of(
                List.<Joined.Part>of(),
                List.of(new Joined.Part(-1, NOISE)),
                List.of(new Joined.Part(0, NOISE), new Joined.Part(2999, MUSIC)),
                List.of(new Joined.Part(0, NOISE), new Joined.Part(3000, mono)),
                List.of(new Joined.Part(0, NOISE), new Joined.Part(3000, fast)))) {
            assertThatThrownBy(() -> new Joined(parts)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
