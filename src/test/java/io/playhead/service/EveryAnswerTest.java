package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.SecurePlayhead;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told with every answer, whatever it is and whoever makes it. */
class EveryAnswerTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;

    private static List<String> targets() {
        List<String> targets = new ArrayList<>(List.of(
                "/", "/index.html", "/app.js", "/icon.svg", "/session", "/nothing", "/1.0", "/1.0/", "/1.0/nothing"));
        Described.by("/1.0/api/api.yml").tree().path("paths").propertyNames().forEach(path -> {
            String target =
                    "/1.0" + path.replaceFirst("\\{cdr[^}]*}", "7").replaceAll("\\{[^}]*}", "" + UUID.randomUUID());
            targets.add(target);
            targets.add("/api/call-logd" + target);
        });
        assertThat(targets).hasSizeGreaterThan(30);
        return targets;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void on_the_public_port(boolean secure) {
        int port = (secure ? SecurePlayhead.shared() : RunningPlayhead.shared()).port();
        IntFunction<RawHttp> connect = secure ? RawHttp::secure : RawHttp::plain;
        for (String target : targets()) {
            try (RawHttp http = connect.apply(port)) {
                for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "DELETE", "PATCH", "BREW")) {
                    ask(http, method, target, secure);
                }
            }
        }
    }

    private static void ask(RawHttp http, String method, String target, boolean secure) {
        String what = method + " " + target;
        String empty = "Content-Length: 0";
        String preflight = "Access-Control-Request-Method: GET";
        check(what, http.request(method, target, empty), secure);
        check(what, http.request(method, target, empty, preflight, "Origin: https://a.example"), secure);
        if (!target.contains("/events")) { // has no end
            check(what, http.request(method, target, empty, TOKEN), secure);
        }
    }

    private static void check(String what, Answer answer, boolean secure) {
        boolean api = what.contains("/1.0/");
        assertThat(answer.headers())
                .as(what)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("x-frame-options", "DENY")
                .containsKeys("cross-origin-resource-policy")
                .doesNotContainKeys("server", "x-powered-by", "set-cookie");
        assertThat(answer.header("content-security-policy"))
                .as(what)
                .startsWith("default-src 'none'; ")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("cache-control")).as(what).isEqualTo(api ? "no-store" : kept(answer));
        assertThat(answer.header("strict-transport-security")).as(what).isEqualTo(secure ? "max-age=31536000" : null);
    }

    /** The page's files are asked after each time. */
    private static String kept(Answer answer) {
        return "no-store".equals(answer.header("cache-control")) ? "no-store" : "no-cache";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /1.0/cdr?a=<b> HTTP/1.1                 | 400",
                "GET /%zz HTTP/1.1                           | 400",
                "nonsense                                    | 400",
                "GET / HTTP/1.1;X y: z                       | 400",
                "GET /1.0/cdr HTTP/1.1;Content-Length: x     | 400",
                "GET /LONG HTTP/1.1                          | 414",
                "GET / HTTP/1.1;X: LONG                      | 431",
            })
    void of_what_is_no_request(String lines, int status) {
        String text = lines.replace("LONG", "x".repeat(20_000)).replace(";", "\r\n") + "\r\n\r\n";
        for (boolean secure : new boolean[] {false, true}) {
            RunningPlayhead playhead = secure ? SecurePlayhead.shared() : RunningPlayhead.shared();
            try (RawHttp http = secure ? RawHttp.secure(playhead.port()) : RawHttp.plain(playhead.port())) {
                http.send(text);
                Answer answer = http.answer(false);
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.headers())
                        .containsEntry("x-content-type-options", "nosniff")
                        .containsEntry("referrer-policy", "no-referrer")
                        .containsEntry("x-frame-options", "DENY")
                        .containsEntry("cache-control", "no-store")
                        .containsKey("content-security-policy");
                assertThat(answer.header("strict-transport-security")).isEqualTo(secure ? "max-age=31536000" : null);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/prometheus",
                "/actuator/env",
                "/",
                "/1.0/cdr",
                "/LONG"
            })
    void on_the_management_port(String target) {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "BREW")) {
            Answer answer = RawHttp.once(
                    RunningPlayhead.shared().managementPort(),
                    method,
                    target.replace("LONG", "x".repeat(20_000)),
                    "Content-Length: 0");
            assertThat(answer.headers())
                    .as("%s %s", method, target)
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("x-frame-options", "DENY")
                    .containsEntry("cache-control", "no-store")
                    .containsEntry(
                            "content-security-policy", "default-src 'none'; media-src 'self'; frame-ancestors 'none'");
        }
    }
}
