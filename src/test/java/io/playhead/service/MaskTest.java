package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "playhead.database.password",
                "playhead.access.secret",
                "playhead.access.secret-file",
                "server.ssl.key-store-password",
                "server.ssl.keystorepassword",
                "server.ssl.certificate-private-key",
                "playhead.storage.s3.secretAccessKey",
                "playhead.mail.credentials",
                "playhead.export.service_key",
                "playhead.x.TOKEN"
            })
    void a_value_whose_name_says_that_it_is_secret_is_hidden(String name) {
        assertThat(Mask.shown(name, "hunter2")).isEqualTo("***");
        assertThat(Mask.shown(name, 4711)).isEqualTo("***");
    }

    @Test
    void that_there_is_none_is_no_secret_and_a_flag_is_none_either() {
        assertThat(Mask.shown("playhead.access.secret", null)).isNull();
        assertThat(Mask.shown("playhead.database.password", "")).isEqualTo("");
        assertThat(Mask.shown("playhead.access.query-token", true)).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db.example.org/recordings, postgresql://db.example.org/recordings",
        "postgresql://user:hunter2@db/x, postgresql://***@db/x",
        "postgresql://user:hun/t@er2@db/x, postgresql://***@db/x",
        "amqp://guest@localhost, amqp://***@localhost",
        "postgresql://db/x?user=u&password=hunter2&ssl=true, postgresql://db/x?user=u&password=***&ssl=true",
        "https://h/p?X-Auth-Token=hunter2, https://h/p?X-Auth-Token=***",
        "someone@example.org, someone@example.org",
        "/var/lib/playhead, /var/lib/playhead"
    })
    void an_address_is_shown_without_its_credentials(String text, String shown) {
        assertThat(Mask.shown("playhead.x.url", text)).isEqualTo(shown);
    }
}
