package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final Cors ANYONE = cors("*");
    private static final Cors LISTED = cors("https://a.example", "http://b.example:8080");
    private static final Cors NOBODY = cors();
    private static final String ALLOWED = "access-control-allow-origin";
    private static final String EXPOSED = "access-control-expose-headers";
    private static final String RESOURCE_POLICY = "cross-origin-resource-policy";

    private static Cors cors(String... origins) {
        return new Cors(new Origins(List.of(origins)));
    }

    @Test
    void without_an_origin_anyone_may() {
        HttpHeaders headers = ANYONE.headers(null, false);
        assertThat(headers.names()).map(String::valueOf).containsExactlyInAnyOrder(ALLOWED, RESOURCE_POLICY);
        assertThat(headers.get(ALLOWED)).isEqualTo("*");
        assertThat(headers.get(RESOURCE_POLICY)).isEqualTo("cross-origin");
    }

    @Test
    void an_origin_is_named_and_varied_by() {
        HttpHeaders reply =
                new DefaultHttpHeaders().add("Vary", "Accept").add(ANYONE.headers("https://a.example", false));
        assertThat(reply.get(ALLOWED)).isEqualTo("https://a.example");
        assertThat(reply.getAll("Vary")).map(String::valueOf).containsExactly("Accept", "Origin");
    }

    @Test
    void of_a_list_each_may_and_no_other() {
        for (String origin : List.of("https://a.example", "http://b.example:8080")) {
            assertThat(LISTED.headers(origin, true).get(ALLOWED)).isEqualTo(origin);
            assertThat(LISTED.headers(origin, true).get(EXPOSED)).contains("Content-Range");
        }
        for (String origin : List.of(
                "https://a.example:443",
                "http://a.example",
                "https://A.example",
                "https://a.example.evil.example",
                "https://evil.example/?https://a.example",
                "https://sub.a.example",
                "http://b.example",
                "null",
                "*",
                "")) {
            HttpHeaders headers = LISTED.headers(origin, true);
            assertThat(headers.contains(ALLOWED)).as(origin).isFalse();
            assertThat(headers.contains(EXPOSED)).as(origin).isFalse();
            assertThat(headers.get("Vary")).as(origin).isEqualTo("Origin");
        }
        assertThat(LISTED.headers(null, false).contains(ALLOWED)).isFalse();
        assertThat(LISTED.headers(null, false).get("Vary"))
                .as("kept for another")
                .isEqualTo("Origin");
        assertThat(LISTED.headers(null, false).get(RESOURCE_POLICY)).isEqualTo("cross-origin");
    }

    @Test
    void where_nobody_is_listed_no_page_but_our_own_may() {
        for (boolean media : new boolean[] {false, true}) {
            HttpHeaders headers = NOBODY.headers("https://a.example", media);
            assertThat(headers.names()).map(String::valueOf).containsExactly(RESOURCE_POLICY);
            assertThat(headers.get(RESOURCE_POLICY)).isEqualTo("same-origin");
        }
        assertThat(NOBODY.isEnabled()).isFalse();
        assertThat(LISTED.isEnabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/1.0/cdr/1/recordings/x/media, true",
        "/1.0/cdr/1/recordings/x/media/tickets, true",
        "/api/call-logd/1.0/exports/x/download, true",
        "/1.0/cdr, false",
        "/1.0/users/me/cdr, false",
        "/1.0/status, false"
    })
    void of_media_and_exports_a_page_sees_more(String path, boolean media) {
        assertThat(Cors.isMedia(path)).isEqualTo(media);
        assertThat(ANYONE.headers("https://a.example", media).get(EXPOSED))
                .isEqualTo(
                        media
                                ? "Accept-Ranges, Content-Range, Content-Length, Content-Disposition, ETag, Link,"
                                        + " Repr-Digest, Retry-After"
                                : null);
    }

    @Test
    void a_preflight_is_options_with_a_method() {
        assertThat(Cors.isPreflight("OPTIONS", "GET")).isTrue();
        assertThat(Cors.isPreflight("OPTIONS", null)).isFalse();
        assertThat(Cors.isPreflight("GET", "GET")).isFalse();
    }

    @Test
    void a_preflight_names_the_methods_and_how_long_that_is_so() {
        Reply reply = Cors.preflight(null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("Access-Control-Allow-Methods"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        assertThat(reply.headers().get("Access-Control-Max-Age")).isEqualTo("7200");
        assertThat(reply.headers().get("Content-Length")).isEqualTo("0");
        assertThat(reply.headers().names())
                .map(String::valueOf)
                .doesNotContain("access-control-allow-credentials", "access-control-allow-headers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "range                          | range",
                "x-auth-token, RANGE,X-Secret   | RANGE, x-auth-token",
                "wazo-tenant,content-type       | content-type, wazo-tenant",
                "authorization,if-range,if-match,if-none-match,want-repr-digest"
                        + "| authorization, if-match, if-none-match, if-range, want-repr-digest",
                "Range, range, range            | Range, range",
                "X-Secret                       |",
                ",,                             |",
            })
    void allowed_headers_come_back_as_they_were_spelled(String requested, @Nullable String allowed) {
        assertThat(Cors.preflight(requested).headers().get("Access-Control-Allow-Headers"))
                .isEqualTo(allowed);
    }

    @Property
    void no_origin_is_too_strange(@ForAll String origin, @ForAll String requested) {
        assertThat(ANYONE.headers(origin, true).contains(ALLOWED)).isTrue();
        assertThat(LISTED.headers(origin, true).contains(ALLOWED)).isFalse();
        assertThat(Cors.preflight(requested).headers().contains("Access-Control-Max-Age"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example",
                "https://a.example/",
                "https://a.example/path",
                "https://A.example",
                "https://a.example:443",
                "http://a.example:80",
                "https://user@a.example",
                "https://*.a.example",
                "null",
                "",
                " https://a.example"
            })
    void what_no_browser_would_send_is_refused(String origin) {
        assertThatThrownBy(() -> new Origins(List.of(origin))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Origins(List.of("*", "https://a.example")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:3000", "https://[2001:db8::1]:8443", "capacitor://localhost", "https://a"})
    void what_browsers_send_is_taken(String origin) {
        assertThat(new Origins(List.of(origin)).allowed(origin)).isEqualTo(origin);
    }
}
