package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelChoiceTest {

    private static final Samples MONO = sound(1, 5, -6, 7);
    private static final Samples STEREO = sound(2, 1, -10, 2, -20, 3, -31);
    private static final Samples THREE = sound(3, 1, 2, 4, -1, -2, -4, 32_767, 32_767, 32_766);

    @ParameterizedTest
    @ValueSource(strings = {"left", "right", "mix", "swap", "0", "1", "17", "999"})
    void a_choice_says_what_it_was_read_from(String text) {
        assertThat(ChannelChoice.parse(text)).map(ChannelChoice::toString).contains(text);
        assertThat(ChannelChoice.parse(text)).isEqualTo(ChannelChoice.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Left", "both", "all", "-1", "+1", "01", "1000", "1.0", " 1", "99999999999999999999", "٣"})
    void nothing_else_is_a_choice(String text) {
        assertThat(ChannelChoice.parse(text)).isEmpty();
    }

    @Test
    void sides_and_numbers_are_one_channel() throws IOException {
        assertThat(heard("left", STEREO)).containsExactly(1, 2, 3);
        assertThat(heard("right", STEREO)).containsExactly(-10, -20, -31);
        assertThat(heard("0", STEREO)).containsExactly(1, 2, 3);
        assertThat(heard("1", STEREO)).containsExactly(-10, -20, -31);
        assertThat(heard("2", THREE)).containsExactly(4, -4, 32_766);
    }

    @Test
    void swapped_channels_change_sides() throws IOException {
        assertThat(heard("swap", STEREO)).containsExactly(-10, 1, -20, 2, -31, 3);
    }

    @Test
    void a_mixture_is_the_mean_with_halves_rounded_up() throws IOException {
        assertThat(heard("mix", STEREO)).containsExactly(-4, -9, -14);
        assertThat(heard("mix", THREE)).containsExactly(2, -2, 32_767);
    }

    @Test
    void the_loudest_sounds_mix_without_overflow() throws IOException {
        Samples loudest = sound(2, 32_767, 32_767, -32_768, -32_768, 32_767, -32_768, -32_768, 32_767);
        assertThat(heard("mix", loudest)).containsExactly(32_767, -32_768, 0, 0);
        assertThat(heard("swap", loudest))
                .containsExactly(32_767, 32_767, -32_768, -32_768, -32_768, 32_767, 32_767, -32_768);
    }

    @Test
    void many_channels_mix_without_overflow() throws IOException {
        short[] frame = new short[256];
        Arrays.fill(frame, Short.MIN_VALUE);
        assertThat(heard("mix", new ArraySamples(8000, 256, frame))).containsExactly(Short.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"left", "right", "mix", "swap", "0"})
    void mono_is_mono_whatever_is_chosen_of_it(String choice) throws IOException {
        assertThat(heard(choice, MONO)).containsExactly(5, -6, 7);
    }

    @Test
    void what_a_recording_does_not_have_is_refused() {
        assertThat(choice("1").fits(1)).isFalse();
        assertThat(choice("2").fits(2)).isFalse();
        assertThat(choice("swap").fits(3)).isFalse();
        assertThat(choice("right").fits(1)).isTrue();
        assertThatThrownBy(() -> choice("1").of(MONO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void without_a_choice_no_more_than_two_channels_are_kept_apart() throws IOException {
        assertThat(ChannelChoice.ALL.of(MONO)).isSameAs(MONO);
        assertThat(ChannelChoice.ALL.of(STEREO)).isSameAs(STEREO);
        assertThat(SamplesContract.whole(ChannelChoice.ALL.of(THREE))).containsExactly(2, -2, 32_767);
    }

    @Test
    void the_channels_heard_are_known_beforehand() {
        List<ChannelChoice> choices = Stream.concat(
                        Stream.of(ChannelChoice.ALL),
                        Stream.of("left", "right", "mix", "swap", "0", "1", "2").map(ChannelChoiceTest::choice))
                .toList();
        for (Samples sound : List.of(MONO, STEREO, THREE)) {
            choices.stream()
                    .filter(choice -> choice.fits(sound.channels()))
                    .forEach(choice -> assertThat(choice.channels(sound.channels()))
                            .as("%s of %d", choice, sound.channels())
                            .isEqualTo(choice.of(sound).channels()));
        }
    }

    @Test
    void a_layout_spreads_or_mixes() throws IOException {
        assertThat(SamplesContract.whole(ChannelLayout.STEREO.of(MONO))).containsExactly(5, 5, -6, -6, 7, 7);
        assertThat(SamplesContract.whole(ChannelLayout.MONO.of(STEREO))).containsExactly(-4, -9, -14);
        assertThat(SamplesContract.whole(ChannelLayout.STEREO.of(THREE))).containsExactly(2, 2, -2, -2, 32_767, 32_767);
        assertThat(ChannelLayout.STEREO.of(STEREO)).isSameAs(STEREO);
        assertThat(ChannelLayout.MONO.of(MONO)).isSameAs(MONO);
    }

    @Nested
    class Swapped implements SamplesContract {

        @Override
        public Samples samples() {
            return ChannelChoice.SWAP.of(stereo());
        }
    }

    @Nested
    class Mixed implements SamplesContract {

        @Override
        public Samples samples() {
            return ChannelChoice.MIX.of(stereo());
        }
    }

    @Nested
    class Spread implements SamplesContract {

        @Override
        public Samples samples() {
            return ChannelLayout.STEREO.of(ChannelChoice.RIGHT.of(stereo()));
        }
    }

    private static Samples stereo() {
        return new ArraySamples(8000, 2, Sounds.stereo(Sounds.noise(20_000), Sounds.music(8000, 20_000)));
    }

    private static int[] heard(String choice, Samples sound) throws IOException {
        short[] whole = SamplesContract.whole(choice(choice).of(sound));
        int[] heard = new int[whole.length];
        Arrays.setAll(heard, at -> whole[at]);
        return heard;
    }

    private static ChannelChoice choice(String text) {
        return ChannelChoice.parse(text).orElseThrow();
    }

    private static Samples sound(int channels, int... samples) {
        short[] interleaved = new short[samples.length];
        for (int at = 0; at < samples.length; at++) {
            interleaved[at] = (short) samples[at];
        }
        return new ArraySamples(8000, channels, interleaved);
    }
}
