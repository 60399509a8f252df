package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

    private final Unconfigured playhead = Unconfigured.shared();
    private final String token = playhead.kept("demo-token");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: 127.0.0.1",
                "Host: [::1]",
                "Host: localhost:9298",
                "Host: 127.0.0.1:9298",
                "Host: [::1]:9298",
                "Host: localhost:9298\r\nOrigin: http://localhost:9298\r\nSec-Fetch-Site: same-origin",
                "Host: localhost\r\nSec-Fetch-Site: none"
            })
    void a_page_of_this_machine_is_given_the_token(String headers) {
        RawHttp.Answer answer = ask("GET /session HTTP/1.1", headers);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"token\":\"" + token + "\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: recordings.example",
                "Host: recordings.example:9298",
                "Host: localhost.recordings.example",
                "Host: localhost@recordings.example",
                "Host: recordings.example@localhost",
                "Host: 127.0.0.2",
                "Host: 0.0.0.0",
                "Host: [::]",
                "Host: %6cocalhost",
                "Host: local\\host",
                "Host: ",
                "Host: localhost\r\nHost: localhost",
                "Host: localhost\r\nHost: recordings.example",
                "Host: localhost\r\nX-Forwarded-For: 127.0.0.1",
                "Host: localhost\r\nX-Forwarded-Host: localhost",
                "Host: localhost\r\nX-Forwarded-Proto: http",
                "Host: localhost\r\nX-Forwarded-Port: 80",
                "Host: localhost\r\nX-Forwarded-Prefix: /a",
                "Host: localhost\r\nX-Forwarded-Server: a",
                "Host: localhost\r\nX-Script-Name: /a",
                "Host: localhost\r\nX-Real-IP: 127.0.0.1",
                "Host: localhost\r\nVia: 1.1 a",
                "Host: localhost\r\nForwarded: for=127.0.0.1",
                "Host: localhost\r\nSec-Fetch-Site: cross-site",
                "Host: localhost\r\nSec-Fetch-Site: same-site",
                "Host: localhost\r\nOrigin: http://recordings.example",
                "Host: localhost\r\nOrigin: http://localhost:1",
                "Host: localhost\r\nOrigin: null",
                "Host: localhost\r\nOrigin: http://localhost@recordings.example"
            })
    void anything_else_finds_nothing(String headers) {
        assertNothing(ask("GET /session HTTP/1.1", headers));
    }

    /** What is no host at all is refused before anybody looks at it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: [::1",
                "Host: localhost:",
                "Host: localhost:99999999999",
                "Host: localhost:-1",
                "Host: localhost:http",
                "Host: local host",
                "Host: <script>",
                "Host: localhost:9298\r\nOrigin: ://%zz",
                "Host: %zz\r\nOrigin: http://%zz"
            })
    void garbage_is_no_error_of_the_server(String headers) {
        RawHttp.Answer answer = ask("GET /session HTTP/1.1", headers);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).doesNotContain(token);
    }

    @Test
    void a_client_that_names_no_host_finds_nothing() {
        assertNothing(ask("GET /session HTTP/1.0", "Accept: */*"));
    }

    @Test
    void only_reading_is_offered() {
        RawHttp.Answer answer = ask("POST /session HTTP/1.1", "Host: localhost\r\nContent-Length: 0");

        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.text()).doesNotContain(token);
    }

    @Test
    void a_configured_playhead_has_no_session() {
        RawHttp.Answer answer = RawHttp.once(RunningPlayhead.shared().port(), "GET", "/session");

        assertThat(answer.status()).isEqualTo(404);
    }

    private void assertNothing(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).doesNotContain(token);
        assertThat(answer.headers().values()).noneMatch(value -> value.contains(token));
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    private RawHttp.Answer ask(String line, String headers) {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            http.send(line + "\r\n" + headers + "\r\nConnection: close\r\n\r\n");
            return http.answer(false);
        }
    }
}
