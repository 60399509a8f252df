package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, wrong paths and other origins, on WebFlux's paths and on that of media alike. */
class CallsHttpTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final UUID RECORDING = UUID.randomUUID();
    private static final int CALL =
            TestCall.of(RunningPlayhead.TENANT_M).recording(RECORDING, null).insertInto(PLAYHEAD.database());
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;

    /** Each path with its methods. */
    private static List<String[]> endpoints() {
        List<String[]> endpoints = new ArrayList<>();
        String recording = "/cdr/" + CALL + "/recordings/" + RECORDING;
        for (String prefix : List.of("/1.0", "/api/call-logd/1.0")) {
            endpoints.add(new String[] {prefix + "/cdr", "GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + "/cdr/" + CALL, "GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + "/users/me/cdr", "GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + "/users/" + UUID.randomUUID() + "/cdr", "GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + "/cdr/recordings/media", "DELETE, OPTIONS"});
            endpoints.add(new String[] {prefix + recording + "/media", "DELETE, GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + "/users/me" + recording + "/media", "GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + recording + "/media/tickets", "DELETE, OPTIONS, POST"});
            endpoints.add(new String[] {prefix + "/media/tickets", "OPTIONS, POST"});
            endpoints.add(new String[] {prefix + "/status", "GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + "/config", "GET, HEAD, OPTIONS, PATCH"});
            endpoints.add(new String[] {prefix + "/api/api.yml", "GET, HEAD, OPTIONS"});
            endpoints.add(new String[] {prefix + "/api/openapi.yml", "GET, HEAD, OPTIONS"});
        }
        return endpoints;
    }

    private static Stream<String> paths() {
        return endpoints().stream().map(endpoint -> endpoint[0]);
    }

    private static RawHttp.Answer ask(String method, String target, String... headers) {
        return RawHttp.once(PLAYHEAD.port(), method, target, headers);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void options_says_what_is_allowed_and_asks_for_no_token(String path, String allowed) {
        RawHttp.Answer answer = ask("OPTIONS", path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("allow")).isEqualTo(allowed);
        assertThat(answer.header("content-length")).isEqualTo("0");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void another_method_is_405_before_any_token(String path, String allowed) {
        List<String> others = Stream.of("PUT", "PATCH", "DELETE", "GET", "POST")
                .filter(method -> !allowed.contains(method))
                .toList();
        for (String method : others) {
            RawHttp.Answer answer = ask(method, path, "Content-Length: 0");

            assertThat(answer.status()).as("%s %s", method, path).isEqualTo(405);
            assertThat(answer.header("allow")).isEqualTo(allowed);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.text().strip())
                    .isEqualTo("{\"message\":\"The method is not allowed for the requested URL.\"}");
            assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_trailing_slash_is_another_path(String path) {
        isNothing(ask("GET", path + "/", AUTH));
        isNothing(ask("POST", path + "/", AUTH, "Content-Length: 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/1.0/nothing",
                "/1.0/cdr/abc",
                "/1.0/cdr/-1",
                "/1.0/cdr/+1",
                "/1.0/cdr/1.0",
                "/1.0/cdr/1%00",
                "/1.0/cdr/%D9%A1",
                "/1.0/cdr/1/recordings/not-a-uuid/media",
                "/1.0/cdr/1/recordings/1-1-1-1-1/media",
                "/1.0/cdr/x/recordings/5ea37d0b-0823-4d2b-a18c-b9082e551b50/media",
                "/1.0/cdr/1/recordings/5ea37d0b-0823-4d2b-a18c-b9082e551b5g/media",
                "/1.0//cdr",
                "/2.0/cdr",
                "/api/call-logd/cdr",
                "/api/call-logd/1.0/nothing",
                "/api/call-logdx/1.0/cdr"
            })
    void what_is_no_path_is_a_page_that_says_so(String path) {
        isNothing(ask("GET", path, AUTH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/1.0/cdr?from=%",
                "/1.0/cdr?from=%ZZ",
                "/1.0/cdr?from=a|b",
                "/1.0/cdr?from=<a>",
                "/1.0/cdr/%",
                "/api/call-logd/1.0/cdr?a=^&b=%2"
            })
    void a_target_that_is_no_uri_is_refused_in_the_contracts_words(String target) {
        for (String method : List.of("GET", "POST", "OPTIONS")) {
            RawHttp.Answer answer = ask(method, target, AUTH, "Content-Length: 0", "Origin: https://pages.example");

            assertThat(answer.status()).as(method).isEqualTo(400);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.text().strip())
                    .isEqualTo("{\"message\":\"The browser (or proxy) sent a request that this server could not"
                            + " understand.\"}");
            assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://pages.example");
            assertThat(answer.header("x-correlation-id")).isNotEmpty();
        }
    }

    private static void isNothing(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.text()).doesNotContain("error_id");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void every_answer_is_for_everyone_or_for_the_origin_that_asks(String path) {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "DELETE")) {
            for (String target : List.of(path, path + "/", path + "?limit=x&format=x")) {
                for (String[] token : new String[][] {{}, {AUTH}}) {
                    List<String> headers = new ArrayList<>(List.of(token));
                    assertThat(ask(method, target, headers.toArray(String[]::new))
                                    .header("access-control-allow-origin"))
                            .isEqualTo("*");
                    headers.add("Origin: https://pages.example:8443");

                    RawHttp.Answer answer = ask(method, target, headers.toArray(String[]::new));

                    assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://pages.example:8443");
                    assertThat(answer.header("vary"))
                            .as("%s %s", method, target)
                            .containsOnlyOnce("Origin");
                    assertThat(answer.headers())
                            .doesNotContainKeys("access-control-allow-credentials", "access-control-max-age");
                    assertThat(answer.headers().containsKey("access-control-expose-headers"))
                            .isEqualTo(path.contains("/media"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_preflight_allows_what_call_logd_allows(String path) {
        RawHttp.Answer answer = ask(
                "OPTIONS",
                path,
                "Origin: https://pages.example",
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: x-auth-token, X-Other, RANGE,Wazo-Tenant");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://pages.example");
        assertThat(answer.header("vary")).isEqualTo("Origin");
        assertThat(answer.header("access-control-allow-methods"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        assertThat(answer.header("access-control-allow-headers")).isEqualTo("RANGE, Wazo-Tenant, x-auth-token");
        assertThat(answer.header("content-length")).isEqualTo("0");
        assertThat(ask("OPTIONS", path, "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: X-Other")
                        .headers())
                .doesNotContainKey("access-control-allow-headers")
                .containsEntry("access-control-allow-origin", "*");
    }

    @ParameterizedTest
    @CsvSource({
        "/1.0/cdr?limit=1, 200",
        "/1.0/cdr?limit=x, 400",
        "/1.0/cdr/999999999, 404",
        "/1.0/cdr/, 404",
        "/1.0/status, 200",
        "/1.0/config, 401",
        "/1.0/api/api.yml, 200",
        "/api/call-logd/1.0/cdr?limit=0&from=2999-01-01T00:00, 200"
    })
    void head_has_the_headers_of_get_and_no_body(String target, int status) {
        RawHttp.Answer get = ask("GET", target, AUTH);
        try (RawHttp http = RawHttp.plain(PLAYHEAD.port())) {
            RawHttp.Answer head = http.request("HEAD", target, AUTH);

            assertThat(head.status()).isEqualTo(get.status()).isEqualTo(status);
            for (String name : List.of("content-type", "content-length", "access-control-allow-origin")) {
                assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
            }
            assertThat(http.request("GET", target, AUTH).status())
                    .as("the connection is in step")
                    .isEqualTo(status);
        }
    }

    @Test
    void media_of_a_deleted_recording_are_400_of_an_unknown_one_404() {
        String media = "/1.0/cdr/" + CALL + "/recordings/" + RECORDING + "/media";
        RawHttp.Answer deleted = ask("GET", media, AUTH);
        RawHttp.Answer unknown =
                ask("GET", media.replace(RECORDING.toString(), UUID.randomUUID().toString()), AUTH);
        RawHttp.Answer huge = ask("GET", "/1.0/cdr/99999999999999999999/recordings/" + RECORDING + "/media", AUTH);

        assertThat(deleted.status()).isEqualTo(400);
        assertThat(deleted.text())
                .contains("\"recording-media-not-found\"")
                .contains("{\"recording_uuid\":\"" + RECORDING + "\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("\"recording-not-found\"");
        assertThat(huge.status()).isEqualTo(404);
        assertThat(huge.text()).contains("{\"cdr_id\":99999999999999999999}");
    }
}
