package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {

    @Test
    void without_an_origin_anyone_may() {
        assertThat(Cors.headers(null).entries()).hasSize(1);
        assertThat(Cors.headers(null).get("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void an_origin_is_named_and_varied_by() {
        HttpHeaders reply = new DefaultHttpHeaders().add("Vary", "Accept").add(Cors.headers("https://a.example"));
        assertThat(reply.get("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
        assertThat(reply.getAll("Vary")).map(String::valueOf).containsExactly("Accept", "Origin");
    }

    @Test
    void a_preflight_is_options_with_a_method() {
        assertThat(Cors.isPreflight("OPTIONS", "GET")).isTrue();
        assertThat(Cors.isPreflight("OPTIONS", null)).isFalse();
        assertThat(Cors.isPreflight("GET", "GET")).isFalse();
    }

    @Test
    void a_preflight_names_the_methods_and_nothing_else() {
        Reply reply = Cors.preflight("https://a.example", null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("Access-Control-Allow-Methods"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        assertThat(reply.headers().get("Content-Length")).isEqualTo("0");
        assertThat(reply.headers().names())
                .map(String::valueOf)
                .doesNotContain(
                        "access-control-allow-credentials",
                        "access-control-expose-headers",
                        "access-control-max-age",
                        "access-control-allow-headers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "range                          | range",
                "x-auth-token, RANGE,X-Secret   | RANGE, x-auth-token",
                "wazo-tenant,content-type       | content-type, wazo-tenant",
                "Range, range, range            | Range, range",
                "X-Secret                       |",
                ",,                             |",
            })
    void allowed_headers_come_back_as_they_were_spelled(String requested, @Nullable String allowed) {
        assertThat(Cors.preflight("https://a.example", requested).headers().get("Access-Control-Allow-Headers"))
                .isEqualTo(allowed);
    }

    @Property
    void no_origin_is_too_strange(@ForAll String origin, @ForAll String requested) {
        assertThat(Cors.preflight(origin, requested).headers().contains("Access-Control-Allow-Origin"))
                .isTrue();
    }
}
