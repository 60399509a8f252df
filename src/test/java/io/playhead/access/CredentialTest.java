package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialTest {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "a, ***",
        "0123456789abcdef, ***",
        "0123456789abcdefg, …defg",
        "6f9619ff-8b86-d011-b42d-00cf4fc964ff, …64ff",
        "0123456789abcdeféa🎧x, …a?x",
        "0123456789abcdef🎧abc, …?abc",
    })
    void only_the_end_of_a_long_one_is_shown(String token, String shown) {
        assertThat(new Credential(token).masked()).isEqualTo(shown);
        assertThat(new Credential(token).toString()).isEqualTo("Credential[" + shown + "]");
    }

    @Test
    void its_digest_is_what_sha256sum_prints() {
        assertThat(new Credential("playhead").sha256())
                .isEqualTo("c2e94067d7b64f52fe3a5553fe37b20bb5a918cdf57e8adcb8515d4b346fff53");
        assertThat(Credential.NONE.sha256())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
