package io.playhead.identity;

import static io.playhead.RunningPlayhead.TENANT_M;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.playhead.Canaries;
import io.playhead.Eventually;
import io.playhead.OidcServer;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.WazoAuth;
import io.playhead.http.SideServer;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Secrets that authorities are asked about, or that are shown to Playhead as one, come out nowhere. */
class AuthoritiesCanaryTest {

    private static final String GOOD = "canary-0f1e2d3c-good-token-of-somebody";
    private static final String UNKNOWN = "canary-0a1b2c3d4e5f-unknown-token-xyz";
    private static final String ODD = "canary;ä\"<script>{}$%7B-odd-token";
    private static final String PASSWORD = "canary-password-of-the-service";
    private static final String REFRESH = "canary-refresh-token-of-nobody";

    private final List<String> answers = new ArrayList<>();

    @Test
    void of_wazo_auth() {
        try (WazoAuth wazo = WazoAuth.start();
                RunningPlayhead playhead = RunningPlayhead.start(Map.of(
                        "playhead.access.authority", "wazo-auth",
                        "playhead.access.wazo-auth.host", "127.0.0.1",
                        "playhead.access.wazo-auth.port", Integer.toString(wazo.port()),
                        "playhead.access.wazo-auth.username", "user",
                        "playhead.access.wazo-auth.password", PASSWORD,
                        "playhead.access.wazo-auth.timeout", "500ms",
                        "playhead.access.wazo-auth.cache", "0s"));
                Canaries canaries = new Canaries()) {
            List<String> secrets = List.of(GOOD, UNKNOWN, ODD);
            canaries.watch(List.of(GOOD, UNKNOWN, ODD, PASSWORD));
            wazo.tenant(TENANT_M, null);
            wazo.token(GOOD, UUID.randomUUID(), null, TENANT_M, null, "call-logd.#", "call_logd.#");
            secrets.forEach(secret -> throughTheDoors(playhead, secret));
            assertThat(wazo.asked()).anyMatch(asked -> asked.target().contains(GOOD));
            for (int status : new int[] {302, 400, 403, 500}) {
                wazo.answersWith(status);
                secrets.forEach(secret -> throughTheDoors(playhead, secret));
            }
            wazo.answersInstead(
                    (request, response) -> response.sendString(Mono.just("<h1>" + request.uri() + "</h1>")));
            secrets.forEach(secret -> throughTheDoors(playhead, secret));
            wazo.answersInstead((request, response) -> Mono.never());
            throughTheDoors(playhead, GOOD);
            wazo.stop();
            secrets.forEach(secret -> throughTheDoors(playhead, secret));
            cameOutNowhere(playhead, canaries);
        }
    }

    @Test
    void of_an_openid_connect_provider() {
        try (OidcServer provider = OidcServer.start();
                RunningPlayhead playhead = RunningPlayhead.start(Map.of(
                        "playhead.access.authority",
                        "oidc",
                        "playhead.access.oidc.issuer",
                        provider.issuer(),
                        "playhead.access.oidc.audience",
                        OidcServer.AUDIENCE,
                        "playhead.access.oidc.cache",
                        "0s"));
                Canaries canaries = new Canaries()) {
            JWTClaimsSet.Builder claims = provider.good(new Date())
                    .claim("tenant_uuid", TENANT_M.toString())
                    .claim("acl", List.of("call-logd.#"));
            String good = provider.signed(claims.build());
            String forged = good.substring(0, good.length() - 8) + "AAAAAAAA";
            String expired = provider.signed(claims.expirationTime(new Date(System.currentTimeMillis() - 3_600_000))
                    .build());
            String strange = OidcServer.signed(claims.build(), OidcServer.rsa(), null);
            List<String> secrets = List.of(good, forged, expired, strange, UNKNOWN, ODD, "e30." + UNKNOWN + ".e30");
            // what a token says of its bearer is in the middle, and the same in several
            canaries.watch(secrets);
            Eventually.holds(
                    "it has the keys",
                    Duration.ofSeconds(60),
                    () -> RawHttp.once(playhead.managementPort(), "GET", "/actuator/health/readiness")
                                    .status()
                            == 200);
            secrets.forEach(secret -> throughTheDoors(playhead, secret));
            assertThat(answers).anyMatch(answer -> answer.startsWith("200 "));
            provider.rotate(false);
            provider.close();
            secrets.forEach(secret -> throughTheDoors(playhead, secret));
            cameOutNowhere(playhead, canaries);
        }
    }

    @Test
    void of_the_port_for_automation(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("access.yaml"), """
                tenants:
                  - {uuid: %s, name: M}
                tokens:
                  - {sha256: %s, tenant: %s, acl: ["call-logd.#", "auth.#"]}
                """.formatted(TENANT_M, RunningPlayhead.sha256(GOOD), TENANT_M));
        try (RunningPlayhead playhead = RunningPlayhead.start(Map.of(
                        "playhead.access.static.file", file.toString(),
                        "playhead.identity.enabled", "true",
                        "playhead.identity.port", "0",
                        "playhead.identity.cache", "0s"));
                Canaries canaries = new Canaries()) {
            Automation automation =
                    new Automation(playhead.bean(SideServer.class).port());
            canaries.watch(List.of(GOOD, UNKNOWN, ODD, PASSWORD, REFRESH));
            keep(automation.call(
                    "POST", "/users", "{\"username\": \"user\", \"password\": \"" + PASSWORD + "\"}", by(GOOD)));
            keep(automation.call(
                    "POST", "/users", "{\"username\": \"user\", \"password\": \"" + PASSWORD + "\"}", by(GOOD)));
            keep(automation.call("POST", "/policies", "{\"name\": \"" + UNKNOWN, by(GOOD)));
            keep(automation.tryShort(REFRESH, "client", 60));
            logIns(automation);
            for (String secret : List.of(GOOD, UNKNOWN, ODD)) {
                throughTheDoors(playhead, secret);
                String token = "/token/" + Canaries.encoded(secret);
                for (String method : List.of("HEAD", "DELETE", "PATCH")) {
                    keep(automation.ask(method, token + "?scope=" + Canaries.encoded(secret), by("other")));
                }
                for (String path : List.of("/users", "/policies", "/tenants", "/nothing", "/users/x/policies/y")) {
                    keep(automation.call("POST", path, "{\"username\": 1}", by(UNKNOWN)));
                    keep(automation.ask("GET", path + "?token=" + Canaries.encoded(secret)));
                }
            }
            cameOutNowhere(playhead, canaries);
        }
    }

    /** Right and wrong, in all the ways in which they can be written. */
    private void logIns(Automation automation) {
        for (String authorization : List.of(
                Automation.basic("user", PASSWORD),
                Automation.basic("user", UNKNOWN),
                Automation.basic(UNKNOWN, UNKNOWN),
                "Authorization: Basic " + PASSWORD,
                "Authorization: Bearer " + PASSWORD)) {
            for (String body : List.of("{}", "{\"expiration\": 0}", "{\"client_id\": 1}", "{", "\"" + REFRESH + "\"")) {
                RawHttp.Answer answer = automation.call("POST", "/token", body, authorization);
                // a name that is one of the canaries, or a fresh token, is nobody's secret here
                keep(answer);
            }
        }
    }

    private static String by(String token) {
        return Automation.by(token);
    }

    private void throughTheDoors(RunningPlayhead playhead, String secret) {
        String encoded = Canaries.encoded(secret);
        String header = new String(
                secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
        for (String path : List.of(
                "/1.0/cdr",
                "/1.0/users/me/cdr",
                "/1.0/config",
                "/1.0/cdr/7/recordings/" + UUID.randomUUID() + "/media",
                "/1.0/users/me/cdr/7/recordings/" + UUID.randomUUID() + "/media")) {
            ask(playhead, path, "X-Auth-Token: " + header);
            ask(playhead, path, "Authorization: Bearer " + header, "Wazo-Tenant: " + UUID.randomUUID());
            ask(playhead, path + "?token=" + encoded + "&tenant=" + UUID.randomUUID());
        }
    }

    private void ask(RunningPlayhead playhead, String target, String... headers) {
        try {
            keep(RawHttp.once(playhead.port(), "GET", target, headers));
        } catch (UncheckedIOException closed) {
            answers.add(String.valueOf(closed.getMessage()));
        }
    }

    private void keep(RawHttp.Answer answer) {
        answers.add(answer.status() + " " + answer.headers() + " " + answer.text());
    }

    private void cameOutNowhere(RunningPlayhead playhead, Canaries canaries) {
        for (String target : List.of("/actuator/prometheus", "/actuator/health")) {
            answers.add(RawHttp.once(playhead.managementPort(), "GET", target).text());
        }
        assertThat(canaries.all()).as("much was logged").isGreaterThan(500);
        assertThat(canaries.lines()).as("log").isEmpty();
        for (String form : canaries.secrets()) {
            assertThat(answers).as("answers").noneMatch(answer -> answer.contains(form));
        }
    }
}
