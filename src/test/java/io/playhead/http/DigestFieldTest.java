package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestFieldTest {

    @Test
    void a_field_made_to_take_long_is_refused_at_once() {
        String hostile = "a=".repeat(400) + " ".repeat(200) + "\"";
        long begun = System.nanoTime();
        assertThat(DigestField.wanted(hostile)).isFalse();
        assertThat(DigestField.wanted("a".repeat(20_000))).isFalse();
        assertThat(System.nanoTime() - begun).isLessThan(1_000_000_000);
    }

    /** Of nothing. */
    private static final String HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String FIELD = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";

    @Test
    void a_digest_is_printed_as_it_is_read() {
        assertThat(DigestField.of(HEX)).isEqualTo(FIELD);
        assertThat(DigestField.sha256(FIELD)).contains(HEX);
        assertThat(DigestField.sha256("md5=:AA==:,\t " + FIELD + ";x=1 , sha-512=:AA==:"))
                .contains(HEX);
    }

    @Test
    void other_algorithms_are_passed_over() {
        assertThat(DigestField.sha256(null)).isEmpty();
        assertThat(DigestField.sha256("")).isEmpty();
        assertThat(DigestField.sha256("sha-512=:AA==:")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sha-256", "sha-256=7", "sha-256=:AA==:", "sha-256=:%%:", "=", "sha-256=:A:", "\"\"", ", ,"})
    void what_is_no_digest_is_refused(String field) {
        assertThatThrownBy(() -> DigestField.sha256(field)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_digest_is_wanted_unless_the_preference_is_none() {
        assertThat(DigestField.wanted("sha-256=1")).isTrue();
        assertThat(DigestField.wanted("sha-512=3, sha-256=10")).isTrue();
        assertThat(DigestField.wanted("sha-256=0")).isFalse();
        assertThat(DigestField.wanted("sha-512=3")).isFalse();
        assertThat(DigestField.wanted("sha-256=11")).isFalse();
        assertThat(DigestField.wanted("sha-256")).isFalse();
        assertThat(DigestField.wanted(null)).isFalse();
    }
}
