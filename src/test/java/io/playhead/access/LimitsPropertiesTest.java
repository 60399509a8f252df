package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsPropertiesTest {

    @Test
    void nothing_is_limited_but_failures() {
        LimitsProperties limits = bound(Map.of());

        assertThat(limits.tenant().streams()).isNull();
        assertThat(limits.tenant().rate()).isNull();
        assertThat(limits.caller().streams()).isNull();
        assertThat(limits.caller().rate()).isNull();
        assertThat(limits.failures().enabled()).isTrue();
    }

    @Test
    void what_is_empty_is_not_set() {
        assertThat(bound(Map.of("tenant.streams", "", "caller.rate", ""))).isEqualTo(bound(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant.streams|0|playhead.limits.tenant.streams must be at least 1",
                "tenant.streams|-1|playhead.limits.tenant.streams must be at least 1",
                "caller.streams|0|playhead.limits.caller.streams must be at least 1",
                "caller.streams|many|playhead.limits.caller.streams",
                "caller.streams|99999999999|playhead.limits.caller.streams",
                "tenant.rate|0|playhead.limits.tenant.rate must be at least 16KB a second",
                "tenant.rate|-1MB|playhead.limits.tenant.rate must be at least 16KB a second",
                "caller.rate|1KB|playhead.limits.caller.rate must be at least 16KB a second",
                "caller.rate|1MB/s|playhead.limits.caller.rate",
                "caller.rate|fast|playhead.limits.caller.rate",
                "failures.enabled|perhaps|playhead.limits.failures.enabled",
                "failures.address|0|playhead.limits.failures.address must be at least 1",
                "failures.credential|-5|playhead.limits.failures.credential must be at least 1",
                "failures.window|0s|playhead.limits.failures.window must be between 1s and 1d",
                "failures.window|-1m|playhead.limits.failures.window must be between 1s and 1d",
                "failures.window|2d|playhead.limits.failures.window must be between 1s and 1d",
                "failures.window|soon|playhead.limits.failures.window"
            })
    void a_wrong_value_names_its_property(String property, String value, String words) {
        assertThatThrownBy(() -> bound(Map.of(property, value))).hasStackTraceContaining(words);
    }

    private static LimitsProperties bound(Map<String, String> settings) {
        return Settings.bound("playhead.limits", LimitsProperties.class, Map.of(), settings);
    }
}
