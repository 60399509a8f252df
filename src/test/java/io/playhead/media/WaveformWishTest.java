package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.http.Query;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import io.playhead.waveform.Window;
import io.playhead.waveform.Zoom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WaveformWishTest {

    private static final Zoom HOUR = new Zoom(8000, 2, 3600 * 8000);

    private static WaveformWish wish(String query) {
        return WaveformWish.of(Query.of(query), "application/json");
    }

    private static Problem refusal(Supplier<?> asked) {
        try {
            throw new AssertionError("it was not refused: " + asked.get());
        } catch (ProblemException refused) {
            return refused.problem();
        }
    }

    @Test
    void closer_than_a_picture_is_refused_before_anything_is_known_of_the_sound() {
        for (String query : new String[] {"samples_per_pixel=2&bits=16", "samples_per_pixel=63", "from=2&to=1"}) {
            Problem problem = refusal(() -> wish(query));
            assertThat(problem.id()).as(query).isEqualTo("invalid-data");
            assertThat(problem.kind().status()).isEqualTo(400);
        }
        assertThat(wish("samples_per_pixel=64").samplesPerPixel()).hasValue(64);
        assertThat(wish("samples_per_pixel=1073741824").samplesPerPixel()).hasValue(1 << 30);
    }

    @Test
    void a_hundredth_of_a_second_is_the_closest_and_the_refusal_names_it() {
        assertThat(wish("to=1&samples_per_pixel=80").window(HOUR)).isEqualTo(new Window(0, 8000, 80));
        assertThat(closest("to=1&samples_per_pixel=79")).isEqualTo("Must be from 80 to 1073741824.");
    }

    @Test
    void what_is_long_is_refused_closer_than_it_is_kept_and_the_refusal_names_that() {
        assertThat(closest("samples_per_pixel=256")).isEqualTo("Must be from 2048 to 1073741824.");
        assertThat(wish("samples_per_pixel=2048").window(HOUR)).isEqualTo(new Window(0, HOUR.frames(), 2048));
        assertThat(wish("from=10&to=270&samples_per_pixel=256").window(HOUR))
                .isEqualTo(new Window(80_000, 2_160_000, 256));
    }

    @Test
    void a_width_has_fewer_pixels_rather_than_closer_ones() {
        assertThat(wish("to=1&width=16384").window(HOUR)).isEqualTo(new Window(0, 8000, 80));
        assertThat(wish("width=16384").window(HOUR).samplesPerPixel()).isEqualTo(2048);
    }

    private static String closest(String query) {
        Problem problem = refusal(() -> wish(query).window(HOUR));
        assertThat(problem.details()).containsOnlyKeys("samples_per_pixel");
        String text = String.valueOf(problem.details().get("samples_per_pixel"));
        return text.replaceAll(".*(Must be [^.]*\\.).*", "$1");
    }
}
