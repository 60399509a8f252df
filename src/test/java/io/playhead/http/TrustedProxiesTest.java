package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.7");

    private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.1"));

    @Test
    void nobody_is_trusted_unless_named() {
        HttpHeaders headers = forwarded("198.51.100.9", "https", "/api");
        assertThat(new TrustedProxies(List.of()).view(PROXY, "http", headers))
                .isEqualTo(new TrustedProxies.ClientView("http", PROXY, ""));
    }

    @Test
    void a_trusted_proxy_tells_address_scheme_and_prefix() {
        assertThat(proxies.view(PROXY, "http", forwarded("203.0.113.1, 198.51.100.9", "http, HTTPS", "/api/call-logd")))
                .isEqualTo(new TrustedProxies.ClientView(
                        "https", InetAddress.ofLiteral("198.51.100.9"), "/api/call-logd"));
    }

    @Test
    void only_the_last_line_is_the_proxys_own() {
        HttpHeaders headers = forwarded("203.0.113.1", "https", "/a")
                .add("X-Forwarded-For", "198.51.100.9")
                .add("X-Forwarded-Proto", "http")
                .add("X-Script-Name", "/b");
        assertThat(proxies.view(PROXY, "https", headers))
                .isEqualTo(new TrustedProxies.ClientView("http", InetAddress.ofLiteral("198.51.100.9"), ""));
    }

    @Test
    void other_names_never_count() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("X-Forwarded-Host", "evil.example")
                .add("X-Forwarded-Port", "1")
                .add("X-Forwarded-Prefix", "/evil")
                .add("Forwarded", "for=203.0.113.1");
        assertThat(proxies.view(PROXY, "http", headers)).isEqualTo(new TrustedProxies.ClientView("http", PROXY, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "10.255.255.255, true",
        "11.0.0.0, false",
        "192.0.2.1, true",
        "192.0.2.2, false",
        "fd12::1, true",
        "fe80::1, false",
        "::ffff:10.0.0.1, true",
        "::1, false"
    })
    void a_block_has_the_addresses_with_its_prefix(String address, boolean trusted) {
        assertThat(proxies.trusts(InetAddress.ofLiteral(address))).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/20,   10.1.15.255, 10.1.16.0",
        "10.1.2.3/31,   10.1.2.2,    10.1.2.4",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
        "0.0.0.0/0,     203.0.113.1, ::1",
        "::ffff:10.0.0.0/104, 10.9.9.9, 11.0.0.1"
    })
    void a_prefix_may_end_within_an_octet(String block, String inside, String outside) {
        TrustedProxies one = new TrustedProxies(List.of(block));
        assertThat(one.trusts(InetAddress.ofLiteral(inside))).isTrue();
        assertThat(one.trusts(InetAddress.ofLiteral(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "proxy.example",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "::1/129",
                "10.0.0.0/0x8",
                "256.0.0.1",
                "fd00::/8 "
            })
    void a_wrong_configuration_is_refused(String block) {
        assertThatThrownBy(() -> new TrustedProxies(List.of(block))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.9:4711, 198.51.100.9",
        "[2001:db8::1]:4711, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "2001:db8::1, 2001:db8::1",
        "::ffff:198.51.100.9, 198.51.100.9"
    })
    void an_address_may_come_with_brackets_and_port(String value, String address) {
        assertThat(proxies.view(PROXY, "http", forwarded(value, "", "")).address())
                .isEqualTo(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "_hidden", "localhost", "1.2.3", "1.2.3.4.5", "[::1", "198.51.100.9,", ":1"})
    void garbage_leaves_the_peer(String value) {
        assertThat(proxies.view(PROXY, "http", forwarded(value, "ftp", "")))
                .isEqualTo(new TrustedProxies.ClientView("http", PROXY, ""));
    }

    @ParameterizedTest
    @CsvSource({"/a, /a", "/a/, /a", "/a/b-c._~9, /a/b-c._~9", "/, ''"})
    void a_sound_prefix_is_kept(String value, String prefix) {
        assertThat(proxies.view(PROXY, "http", forwarded("", "", value)).prefix())
                .isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api",
                "//evil.example",
                "/a//b",
                "/a/../b",
                "/..",
                "/a b",
                "/%2e",
                "/a?b",
                "/a#b",
                "/\u00e9",
                "/a\\b",
                "/a:b"
            })
    void an_unsound_prefix_is_none(String value) {
        assertThat(proxies.view(PROXY, "http", forwarded("", "", value)).prefix())
                .isEmpty();
    }

    @Test
    void a_prefix_has_at_most_128_characters() {
        String longest = "/" + "a".repeat(127);
        assertThat(proxies.view(PROXY, "http", forwarded("", "", longest)).prefix())
                .isEqualTo(longest);
        assertThat(proxies.view(PROXY, "http", forwarded("", "", longest + "a")).prefix())
                .isEmpty();
    }

    @Property
    void no_header_is_too_strange(
            @ForAll @Chars({'0', '1', '9', 'f', ':', '.', '/', '[', ']', '%', ',', ' ', '\0', '\u00e9'}) String value) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .add("X-Forwarded-For", value)
                .add("X-Forwarded-Proto", value)
                .add("X-Script-Name", value);
        TrustedProxies.ClientView view = proxies.view(PROXY, "http", headers);
        assertThat(view.scheme()).isEqualTo("http");
        assertThat(view.prefix()).doesNotContain("//", "..");
    }

    private static HttpHeaders forwarded(String address, String scheme, String prefix) {
        return new DefaultHttpHeaders()
                .add("X-Forwarded-For", address)
                .add("X-Forwarded-Proto", scheme)
                .add("X-Script-Name", prefix);
    }
}
