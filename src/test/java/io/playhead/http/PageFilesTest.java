package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {

    private final int port = RunningPlayhead.shared().port();

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/index.html, text/html",
        "/app.js, text/javascript",
        "/style.css, text/css",
        "/icon.svg, image/svg+xml"
    })
    void a_file_of_the_page_is_asked_after_each_time_and_sent_when_it_changed(String path, String type) {
        RawHttp.Answer first = RawHttp.once(port, "GET", path);
        RawHttp.Answer head = RawHttp.once(port, "HEAD", path);
        RawHttp.Answer again = RawHttp.once(
                port, "GET", path, "If-Modified-Since: " + Objects.requireNonNull(first.header("Last-Modified")));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).isEqualTo(type);
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(first.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(first.body()).isNotEmpty();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(first.body().length));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=nonsense", "bytes=99999999-", "bytes=5-2", "bytes=0-9", "bytes=-0"})
    void a_file_of_the_page_comes_whole_whatever_range_is_asked_for(String range) {
        for (String path : new String[] {"/", "/app.js"}) {
            RawHttp.Answer answer = RawHttp.once(port, "GET", path, "Range: " + range);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(RawHttp.once(port, "GET", path).body());
        }
    }

    @Test
    void the_page_runs_its_own_scripts_alone_and_sits_in_no_frame() {
        RawHttp.Answer page = RawHttp.once(port, "GET", "/");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/application.yaml",
                "/..%2fapplication.yaml",
                "/%2e%2e/application.yaml",
                "/static/index.html",
                "/demo/demonstration.yaml",
                "/index.html%00.js"
            })
    void there_is_nothing_else(String path) {
        assertThat(RawHttp.once(port, "GET", path).status()).isIn(400, 404);
    }
}
