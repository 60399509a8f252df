package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

    private final HttpHeaders headers =
            new DefaultHttpHeaders().add("Host", "localhost").add("Accept", "*/*");

    @Test
    void a_request_without_any_has_none() {
        assertThat(Conditions.of(headers)).isSameAs(Conditions.NONE);
    }

    @Test
    void each_field_is_taken_as_it_stands() {
        headers.add("if-match", "m")
                .add("IF-NONE-MATCH", "n")
                .add("If-Modified-Since", "s")
                .add("If-Unmodified-Since", "u")
                .add("If-Range", "i")
                .add("Range", "r");
        assertThat(Conditions.of(headers)).isEqualTo(new Conditions("m", "n", "s", "u", "i", "r"));
    }

    @Test
    void the_lines_of_a_list_are_joined() {
        headers.add("If-None-Match", "\"a\"").add("If-None-Match", "\"b\"").add("If-Match", "*");
        assertThat(Conditions.of(headers)).isEqualTo(new Conditions("*", "\"a\", \"b\"", null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Range", "If-Range", "If-Modified-Since", "If-Unmodified-Since"})
    void a_repeated_field_that_is_no_list_is_there_and_invalid(String name) {
        headers.add(name, "bytes=0-1").add(name, "3-4");
        assertThat(Conditions.of(headers)).isNotEqualTo(Conditions.NONE);
        assertThat(Conditions.of(headers).toString()).doesNotContain("bytes").doesNotContain("3-4");
    }
}
