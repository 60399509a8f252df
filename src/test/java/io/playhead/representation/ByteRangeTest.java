package io.playhead.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteRangeTest {

    @Test
    void an_empty_or_negative_range_is_refused() {
        assertThatThrownBy(() -> new ByteRange(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteRange(-1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ByteRange.ofLength(Long.MAX_VALUE, 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void ranges_that_touch_do_not_overlap() {
        assertThat(new ByteRange(0, 5).overlaps(new ByteRange(5, 6))).isFalse();
        assertThat(new ByteRange(0, 5).overlaps(new ByteRange(4, 6))).isTrue();
    }

    @Test
    void an_intersection_is_what_both_have() {
        assertThat(new ByteRange(0, 5).intersection(new ByteRange(3, 9))).isEqualTo(new ByteRange(3, 5));
    }
}
