package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPropertiesTest {

    @Test
    void what_is_not_set_has_a_good_value() {
        assertThat(bound(Map.of())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trusted-proxies|10.0.0.0/33|playhead.http.trusted-proxies: no such prefix length: 10.0.0.0/33",
                "trusted-proxies|10.0.0.0/|playhead.http.trusted-proxies: no such prefix length",
                "trusted-proxies|10.0.0.1,proxy.example|playhead.http.trusted-proxies: neither an address nor a block",
                "origins|https://a.example/|playhead.http.origins: not an origin, such as https://calls.example",
                "origins|https://a.example:443|playhead.http.origins: browsers leave out a port",
                "origins|*,https://a.example|playhead.http.origins: * and others beside it",
                "strict-transport|-1s|playhead.http.strict-transport must not be negative",
                "connections|0|playhead.http.connections must be at least 1",
                "keep-alive|-1s|playhead.http.keep-alive must be positive",
                "request-head|0s|playhead.http.request-head must be positive",
                "stalled|-5m|playhead.http.stalled must be positive",
                "request-body|0s|playhead.http.request-body must be positive",
                "body|10B|playhead.http.body must be between 1KB and 64MB",
                "body|65MB|playhead.http.body must be between 1KB and 64MB",
                "request-line|10B|playhead.http.request-line must be between 1KB and 1MB",
                "header|2MB|playhead.http.header must be between 1KB and 1MB",
                "header|large|playhead.http.header"
            })
    void a_wrong_value_names_its_property(String property, String value, String words) {
        assertThatThrownBy(() -> bound(Map.of(property, value)))
                .hasStackTraceContaining(words)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("hunter2"));
    }

    private static HttpProperties bound(Map<String, String> settings) {
        return Settings.bound("playhead.http", HttpProperties.class, Map.of(), settings);
    }
}
