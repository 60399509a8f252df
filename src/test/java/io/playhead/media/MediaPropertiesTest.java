package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaPropertiesTest {

    @Test
    void what_is_not_set_has_a_good_value() {
        assertThat(bound(Map.of())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "row-cache|-1ms|playhead.media.row-cache must not be negative",
                "row-cache|never|playhead.media.row-cache",
                "rows|0|playhead.media.rows must be at least 1",
                "longest-gap|-1s|playhead.media.longest-gap must be from 0 to 1h",
                "longest-gap|61m|playhead.media.longest-gap must be from 0 to 1h"
            })
    void a_wrong_value_names_its_property(String property, String value, String words) {
        assertThatThrownBy(() -> bound(Map.of(property, value)))
                .hasStackTraceContaining(words)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("hunter2"));
    }

    private static MediaProperties bound(Map<String, String> settings) {
        return Settings.bound("playhead.media", MediaProperties.class, Map.of(), settings);
    }
}
