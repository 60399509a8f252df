package io.playhead.wazoauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WazoAuthPropertiesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void without_any_it_is_the_wazo_auth_of_this_machine_behind_its_nginx() {
        WazoAuthProperties properties = bound(Map.of());

        assertThat(properties.url()).isEqualTo("http://localhost:80/api/auth");
        assertThat(properties.keyFile()).hasToString("/var/lib/wazo-auth-keys/wazo-call-logd-key.yml");
    }

    @ParameterizedTest
    @CsvSource({
        "wazo.example, api/auth/, https://wazo.example:443/api/auth",
        "192.0.2.1, '', https://192.0.2.1:443",
        "::1, /, https://[::1]:443"
    })
    void an_address_is_made_of_host_port_and_prefix(String host, String prefix, String url) {
        assertThat(bound(Map.of("host", host, "prefix", prefix, "https", "true", "port", "443"))
                        .url())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "host, a b",
        "host, user@host",
        "host, ''",
        "prefix, /a?b",
        "prefix, /a b",
        "port, 0",
        "port, 65536",
        "timeout, 0s",
        "timeout, 61s",
        "cache, -1s",
        "cache, 2h",
        "decisions, 0",
        "username, alone",
        "password, hunter2",
        "master-tenant-uuid, garbage"
    })
    void what_cannot_be_right_is_named(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of(name, value)))
                .hasStackTraceContaining("playhead.access.wazo-auth")
                .hasStackTraceContaining(name)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("hunter2"));
    }

    @Test
    void nothing_secret_is_printed() {
        assertThat(bound(Map.of("username", "playhead", "password", "hunter2")).toString())
                .doesNotContain("hunter2");
        assertThat(new ServiceKey("playhead", "hunter2").toString()).doesNotContain("hunter2");
        assertThat(Call.newToken(new ServiceKey("playhead", "hunter2"), 1).toString())
                .isEqualTo("Call[POST]");
    }

    @Test
    void a_key_file_is_as_wazo_auth_writes_it() throws IOException {
        Path file = Files.writeString(folder.resolve("key.yml"), "service_id: wazo-call-logd\nservice_key: 0123\n");

        ServiceKey key = ServiceKey.read(file);

        assertThat(key.id()).isEqualTo("wazo-call-logd");
        assertThat(key.key()).isEqualTo("0123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "[hunter2]",
                "service_id: a",
                "service_id: a\nservice_key: [hunter2]",
                "service_id: a\nservice_key: ",
                "{hunter2: [",
                "\u0000hunter2"
            })
    void another_file_is_none_and_is_not_quoted(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("key.yml"), content);

        assertThatThrownBy(() -> ServiceKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.yml")
                .hasNoCause()
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("hunter2"));
    }

    private static WazoAuthProperties bound(Map<String, String> settings) {
        return Settings.bound("playhead.access.wazo-auth", WazoAuthProperties.class, Map.of(), settings);
    }
}
