package io.playhead.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcPropertiesTest {

    private static final Map<String, String> USUAL =
            Map.of("issuer", "https://login.example.org/realms/main", "audience", "playhead");

    private static OidcProperties bound(Map<String, String> settings) {
        OidcProperties properties = Settings.bound("playhead.access.oidc", OidcProperties.class, USUAL, settings);
        properties.require();
        return properties;
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, login.example.org",
        "issuer, ftp://login.example.org",
        "issuer, https://user:hunter2@login.example.org",
        "issuer, https://login.example.org/?realm=main",
        "issuer, https:///main",
        "jwks-uri, /keys",
        "audience, ''",
        "algorithms, HS256",
        "algorithms, none",
        "algorithms, ''",
        "clock-skew, -1s",
        "jwt-size, 100B",
        "jwt-size, 1MB",
        "tenant, headquarters",
        "master-tenant, 1-1-1-1-1",
        "cache, -1s",
        "decisions, 0",
        "jwks-fresh, 0s",
        "jwks-kept, 1m",
        "connect, 0s",
        "response, -1s",
        "response-size, 1GB",
        "page.scope, profile",
        "page.connect, login.example.org",
        "page.connect, https://login.example.org/token",
        "page.connect, https://a.example.org; script-src *"
    })
    void a_value_that_cannot_be_right_names_its_property(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of(name, value)))
                .satisfies(failure -> assertThat(messages(failure))
                        .contains("playhead.access.oidc." + name)
                        .doesNotContain("hunter2"));
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    @Test
    void the_page_may_ask_the_issuer_and_what_is_named_beside_it() {
        assertThat(bound(Map.of()).pageOrigins()).isEqualTo(List.of("https://login.example.org"));
        assertThat(bound(Map.of(
                                "issuer", "http://localhost:8080/realms/main",
                                "page.connect", "https://token.example.org,http://localhost:8080"))
                        .pageOrigins())
                .isEqualTo(List.of("http://localhost:8080", "https://token.example.org"));
    }

    @Test
    void claims_are_found_by_name_and_by_path() {
        Map<String, Object> claims = Map.of(
                "a",
                Map.of("b", Map.of("c", "deep"), "b.c", "dotted"),
                "a.b",
                Map.of("d", "half"),
                "https://example.org/tenant",
                "url",
                "text",
                "x");

        assertThat(OidcClaims.at(claims, "a.b.c")).isEqualTo("dotted");
        assertThat(OidcClaims.at(claims, "a.b.d")).isEqualTo("half");
        assertThat(OidcClaims.at(claims, "https://example.org/tenant")).isEqualTo("url");
        assertThat(OidcClaims.at(claims, "text.y")).isNull();
        assertThat(OidcClaims.at(claims, ".")).isNull();
    }
}
