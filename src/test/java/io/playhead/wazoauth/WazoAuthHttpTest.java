package io.playhead.wazoauth;

import static io.playhead.RunningPlayhead.TENANT_M;
import static io.playhead.RunningPlayhead.TENANT_O;
import static io.playhead.RunningPlayhead.TENANT_U;
import static io.playhead.RunningPlayhead.TENANT_X;
import static io.playhead.RunningPlayhead.USER_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import io.playhead.WazoAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Playhead whose callers a wazo-auth knows. */
class WazoAuthHttpTest {

    private static final Duration CACHE = Duration.ofSeconds(1);
    private static final String MASTER = "1a1a1a1a-0000-4000-8000-canary00000m";
    private static final String PERSON = "1a1a1a1a-0000-4000-8000-canary0000u1";

    private static final WazoAuth WAZO = WazoAuth.start();

    @SuppressWarnings("NullAway.Init")
    private static RunningPlayhead playhead;

    @SuppressWarnings("NullAway.Init")
    private static String media;

    @BeforeAll
    static void start() throws IOException {
        playhead = RunningPlayhead.start(Map.of(
                "playhead.access.authority", "wazo-auth",
                "playhead.access.wazo-auth.host", "127.0.0.1",
                "playhead.access.wazo-auth.port", Integer.toString(WAZO.port()),
                "playhead.access.wazo-auth.username", "playhead",
                "playhead.access.wazo-auth.password", "canary-password",
                "playhead.access.wazo-auth.timeout", "2s",
                "playhead.access.wazo-auth.cache", CACHE.toString()));
        UUID recording = UUID.randomUUID();
        Path file = Files.write(playhead.root().resolve(recording + ".wav"), new byte[100_000]);
        int call = TestCall.of(TENANT_U)
                .participant(USER_1, 1, "source", true, false)
                .recording(recording, file)
                .insertInto(playhead.database());
        media = "/cdr/" + call + "/recordings/" + recording + "/media";
    }

    @AfterAll
    static void stop() {
        playhead.close();
        WAZO.close();
    }

    @BeforeEach
    void people() {
        WAZO.tenant(TENANT_M, null);
        WAZO.tenant(TENANT_U, TENANT_M);
        WAZO.tenant(TENANT_O, TENANT_M);
        WAZO.tenant(TENANT_X, null);
        WAZO.token(MASTER, UUID.randomUUID(), null, TENANT_M, null, "call-logd.#", "call_logd.#", "auth.tenants.read");
        WAZO.token(PERSON, USER_1, USER_1, TENANT_U, null, "call-logd.users.me.#");
        WAZO.forget();
    }

    @AfterEach
    void asEver() {
        WAZO.answersInstead(null);
        Eventually.holds(
                "it answers again",
                Duration.ofSeconds(5),
                () -> get("/1.0/status", MASTER).status() == 200);
    }

    @Test
    void a_thousand_ranges_cost_a_handful_of_calls() {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            for (int range = 0; range < 1_000; range++) {
                Answer answer = http.request(
                        "GET",
                        "/1.0" + media,
                        "X-Auth-Token: " + MASTER,
                        "Range: bytes=" + range * 50 + "-" + (range * 50 + 49));
                assertThat(answer.status()).isEqualTo(206);
            }
        }

        // one of each kind, and again when a second is over
        assertThat(WAZO.asked()).hasSizeLessThan(20);
    }

    @Test
    void a_person_hears_the_own_calls() {
        assertThat(get("/1.0/users/me" + media, PERSON).status()).isEqualTo(200);
        assertThat(get("/1.0" + media, PERSON).status()).isEqualTo(401);
        Answer nobody = get("/1.0/users/me" + media, MASTER);
        assertThat(nobody.status()).isEqualTo(400);
        assertThat(nobody.text()).contains("token-with-user-uuid-required");
    }

    @Test
    void tenants_are_those_of_the_contract() {
        assertThat(get("/1.0" + media, MASTER).status()).isEqualTo(200);
        assertThat(get("/1.0" + media, MASTER, "Wazo-Tenant: " + TENANT_U).status())
                .isEqualTo(200);
        assertThat(get("/1.0" + media, MASTER, "Wazo-Tenant: " + TENANT_O).status())
                .isEqualTo(404);
        assertThat(get("/1.0" + media, MASTER, "Wazo-Tenant: " + TENANT_X).text())
                .contains("missing_permission_or_invalid_tenant");
        assertThat(get("/1.0" + media + "?tenant=" + TENANT_U, MASTER).status()).isEqualTo(200);
        assertThat(get("/1.0" + media + "?tenant=" + TENANT_X, MASTER).text()).contains("unauthorized-tenant");
        assertThat(get("/1.0" + media + "?tenant=", MASTER).text()).contains("unauthorized-tenant");
    }

    @Test
    void a_revoked_token_is_refused_after_the_time() {
        String token = UUID.randomUUID().toString();
        WAZO.token(token, UUID.randomUUID(), null, TENANT_U, null, "call-logd.#");
        assertThat(get("/1.0" + media, token).status()).isEqualTo(200);

        WAZO.revoke(token);

        Eventually.holds(
                "it is refused",
                CACHE.plusMillis(200),
                () -> get("/1.0" + media, token).status() == 401);
    }

    @Test
    void status_tells_of_the_service_token_and_config_is_the_masters() {
        WAZO.user("playhead", "canary-password", TENANT_M);
        Eventually.holds(
                "there is a token",
                Duration.ofSeconds(35),
                () -> get("/1.0/status", MASTER).text().contains("\"service_token\":{\"status\":\"ok\"}"));

        assertThat(get("/1.0/config", MASTER).status()).isEqualTo(200);
        WAZO.token(PERSON, USER_1, USER_1, TENANT_U, null, "call_logd.#");
        Answer refused = get("/1.0/config", PERSON);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(json(refused).path("details").propertyNames()).containsExactly("invalid_token");
    }

    @Test
    void out_of_reach_is_told_whole_and_readiness_with_it() {
        WAZO.stop();
        try {
            Eventually.holds(
                    "nobody is known any more",
                    CACHE.plusSeconds(1),
                    () -> get("/1.0/cdr", MASTER).status() == 503);
            Answer answer = get("/1.0/cdr", MASTER);

            JsonNode body = json(answer);
            assertThat(body.propertyNames()).containsExactly("message", "error_id", "details", "timestamp");
            assertThat(body.path("message").asString()).isEqualTo("Authentication server unreachable");
            assertThat(body.path("error_id").asString()).isEqualTo("authentication-server-unreachable");
            assertThat(body.path("details").propertyNames())
                    .containsExactly("auth_server_host", "auth_server_port", "original_error");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            assertThat(RawHttp.once(playhead.managementPort(), "GET", "/actuator/health/readiness")
                            .status())
                    .isEqualTo(503);
            assertThat(RawHttp.once(playhead.managementPort(), "GET", "/actuator/health/liveness")
                            .status())
                    .isEqualTo(200);
        } finally {
            WAZO.startAgain();
        }
        Eventually.holds(
                "it is back",
                Duration.ofSeconds(2),
                () -> get("/1.0/cdr", MASTER).status() == 200);
        Eventually.holds(
                "it is ready",
                Duration.ofSeconds(2),
                () -> RawHttp.once(playhead.managementPort(), "GET", "/actuator/health/readiness")
                                .status()
                        == 200);
    }

    @Test
    void no_token_is_logged_or_told_however_it_fails() {
        try (LogWatch log = new LogWatch()) {
            for (int status : new int[] {200, 302, 400, 403, 404, 500}) {
                WAZO.answersWith(status);
                String token = "2b2b2b2b-0000-4000-8000-canary" + status;
                assertThat(get("/1.0" + media, token).text()).doesNotContain(token);
                assertThat(get("/1.0" + media + "?token=" + token, "").text()).doesNotContain(token);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
        }
    }

    private static Answer get(String path, String token, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = "X-Auth-Token: " + token;
        System.arraycopy(headers, 0, all, 1, headers.length);
        return RawHttp.once(playhead.port(), "GET", path, all);
    }

    private static JsonNode json(Answer answer) {
        return new JsonMapper().readTree(answer.text());
    }
}
