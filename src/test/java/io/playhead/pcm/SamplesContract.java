package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What all {@link Samples} keep to, whatever they are made of. */
interface SamplesContract {

    /** Made anew; some thousand frames. */
    Samples samples() throws IOException;

    @RepeatedTest(100)
    default void any_stretch_is_that_slice_of_the_whole(RepetitionInfo round) throws IOException {
        Samples samples = samples();
        short[] whole = whole(samples);
        Random random = new Random(round.getCurrentRepetition());
        int from = random.nextInt((int) samples.frames());
        int most = (int) samples.frames() - from;
        int count = 1 + random.nextInt(random.nextBoolean() ? most : Math.min(most, 20));
        short[] stretch = new short[count * samples.channels()];
        samples().read(from, count, stretch);
        int channels = samples.channels();
        assertThat(stretch)
                .as("%d from %d", count, from)
                .isEqualTo(Arrays.copyOfRange(whole, from * channels, (from + count) * channels));
    }

    @Test
    default void no_more_is_written_than_is_asked_for() throws IOException {
        Samples samples = samples();
        short[] into = new short[100 * samples.channels()];
        Arrays.fill(into, (short) 12_345);
        samples.read(samples.frames() - 7, 7, into);
        assertThat(Arrays.copyOfRange(into, 7 * samples.channels(), into.length))
                .containsOnly(12_345);
    }

    static short[] whole(Samples samples) throws IOException {
        short[] whole = new short[(int) samples.frames() * samples.channels()];
        if (whole.length > 0) {
            samples.read(0, (int) samples.frames(), whole);
        }
        return whole;
    }
}
