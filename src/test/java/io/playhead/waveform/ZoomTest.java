package io.playhead.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ZoomTest {

    private static final int HOUR = 3600 * 8000;

    @Test
    void a_pixel_has_a_hundredth_of_a_second_at_least_and_never_less_than_64_samples() {
        assertThat(Zoom.closest(8000)).isEqualTo(80);
        assertThat(Zoom.closest(48_000)).isEqualTo(480);
        assertThat(Zoom.closest(1)).isEqualTo(64);
        assertThat(new Zoom(8000, 1, HOUR).closest(0, 8000)).isEqualTo(80);
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(0, 100, 63));
    }

    @Test
    void what_is_long_is_shown_no_closer_than_it_is_kept() {
        Zoom hour = new Zoom(8000, 2, HOUR);
        int kept = Window.whole(HOUR, 2).samplesPerPixel();
        assertThat(kept).isEqualTo(2048);
        assertThat(hour.closest(0, 1 << 21)).isEqualTo(80);
        assertThat(hour.closest(1, 2 + (1 << 21))).isEqualTo(kept);
        assertThat(hour.reads(new Window(1, 1 << 21, 80))).isTrue();
        assertThat(hour.reads(new Window(1, 2 + (1 << 21), kept))).isFalse();
    }

    @Test
    void pixels_are_counted_over_all_channels() {
        Zoom many = new Zoom(8000, 256, HOUR);
        assertThat(many.filling(0, 16_384, 16_384).pixels()).isEqualTo(205);
        assertThat(new Zoom(8000, 256, 1000).closest(0, 1000)).isEqualTo(80);
        assertThat(new Zoom(8000, 256, 1L << 40).closest(0, 1L << 40)).isEqualTo(1 << 30);
    }

    @RepeatedTest(200)
    void a_picture_has_no_more_pixels_than_it_is_wide_and_no_more_than_are_drawn(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        int channels = 1 + random.nextInt(round.getCurrentRepetition() % 2 == 0 ? 2 : 256);
        Zoom zoom =
                new Zoom(8000 * (1 + random.nextInt(12)), channels, random.nextLong(1L << (10 + random.nextInt(24))));
        long from = random.nextLong(1 + zoom.frames());
        long to = from + random.nextLong(1 + zoom.frames() - from);
        int width = 1 + random.nextInt(16_384);
        Window window = zoom.filling(from, to, width);
        assertThat(window.pixels()).as("%s of %s", window, zoom).isLessThanOrEqualTo(width);
        assertThat((long) window.pixels() * channels)
                .as("%s of %s", window, zoom)
                .isLessThanOrEqualTo(1 << 17);
        assertThat(window.samplesPerPixel()).isGreaterThanOrEqualTo(zoom.closest(from, to));
        assertThat(window.samplesPerPixel() % 64 == 0 || zoom.reads(window)).isTrue();
        assertThat(!zoom.reads(window) || (to - from) * channels <= 1 << 22)
                .as("%s of %s reads what is long", window, zoom)
                .isTrue();
    }

    @Test
    void a_window_that_is_wide_enough_shows_what_is_kept() {
        Zoom zoom = new Zoom(8000, 1, 2_300_011);
        assertThat(zoom.filling(0, 2_300_011, 1000)).isEqualTo(new Window(0, 2_300_011, 2304));
        assertThat(zoom.filling(10, 12, 1000)).isEqualTo(new Window(10, 12, 80));
        assertThat(zoom.filling(5, 5, 1000).pixels()).isZero();
    }
}
