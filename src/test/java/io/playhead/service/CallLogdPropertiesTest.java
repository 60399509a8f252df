package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallLogdPropertiesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9297",
                "https://wazo.example/api/call-logd",
                "http://[::1]:9298/",
                "http://host"
            })
    void an_address_may_have_a_port_and_a_path(String url) {
        assertThat(bound(Map.of("url", url)).url()).isEqualTo(url);
    }

    @Test
    void none_is_none() {
        assertThat(bound(Map.of()).url()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "url, ftp://host",
        "url, //host",
        "url, host:9298",
        "url, http://user:secret@host",
        "url, http://host?tenant=x",
        "url, http://host#x",
        "url, http://",
        "url, http://ho st",
        "url, ''",
        "connect, 0s",
        "response, -1s"
    })
    void a_value_that_cannot_be_right_is_named(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of(name, value)))
                .rootCause()
                .hasMessageStartingWith("playhead.call-logd." + name + " must be ")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
    }

    private static CallLogdProperties bound(Map<String, String> settings) {
        return Settings.bound("playhead.call-logd", CallLogdProperties.class, Map.of(), settings);
    }
}
