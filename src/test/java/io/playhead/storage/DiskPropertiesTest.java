package io.playhead.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskPropertiesTest {

    @Test
    void what_is_not_set_has_a_good_value() {
        assertThat(bound(Map.of())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "roots[0].path|recordings|playhead.storage.disk.roots[].path must be absolute: recordings",
                "roots[0].local|perhaps|playhead.storage.disk.roots[0].local",
                "descriptors|0|playhead.storage.disk.descriptors",
                "threads|-1|must be at least 1",
                "queue|0|must be at least 1",
                "idle|-1s|playhead.storage.disk.idle must not be negative"
            })
    void a_wrong_value_names_its_property(String property, String value, String words) {
        assertThatThrownBy(() -> bound(Map.of(property, value)))
                .hasStackTraceContaining(words)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("hunter2"));
    }

    private static DiskProperties bound(Map<String, String> settings) {
        return Settings.bound(
                "playhead.storage.disk", DiskProperties.class, Map.of("roots[0].path", "/recordings"), settings);
    }
}
