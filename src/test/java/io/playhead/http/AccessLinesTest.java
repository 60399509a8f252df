package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLinesTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/app.js, /app.js",
        "/1.0/cdr?token=secret&search=0123, /1.0/cdr",
        "/1.0/cdr;token=secret, /1.0/cdr",
        "/1.0/cdr/28/recordings/3cf2b57d-3ab9-4d2c-b55e-9e99faca07c4/media?ticket=x,"
                + "/1.0/cdr/28/recordings/3cf2b57d-3ab9-4d2c-b55e-9e99faca07c4/media",
        "/api/call-logd/1.0/users/me/cdr, /api/call-logd/1.0/users/me/cdr",
        "/1.0/cdr/AQEBc2VjcmV0c2VjcmV0c2VjcmV0/media, /1.0/cdr/*/media",
        "/1.0/cdr/+4930123456789, /1.0/cdr/*",
        "/1.0/%63dr, /1.0/*",
        "http://user:secret@host/1.0/cdr, *",
        "secret, *"
    })
    void of_a_target_only_what_our_paths_are_made_of_is_shown(String target, String shown) {
        assertThat(AccessLines.path(target)).isEqualTo(shown);
    }
}
