package io.playhead.identity;

import static io.playhead.RunningPlayhead.TENANT_M;
import static io.playhead.RunningPlayhead.TENANT_O;
import static io.playhead.RunningPlayhead.TENANT_U;
import static io.playhead.RunningPlayhead.TENANT_X;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manual's automation of exports, whoever makes its tokens. */
interface AutomationContract {

    String EXPORT = "call-logd.cdr.recordings.media.export.create";
    Duration CACHE = Duration.ofSeconds(1);

    Automation automation();

    /** Whose callers the same authority knows; keeps decisions for {@link #CACHE}. */
    RunningPlayhead playhead();

    /** Of tenant M; may make users and policies, and {@code call-logd.#}. */
    String maker();

    @Test
    default void a_script_has_a_user_a_policy_and_tokens_that_can_be_taken_back() {
        Automation automation = automation();
        String name = "exporter-" + UUID.randomUUID();

        String user = automation.user(maker(), name, "pass wörd");
        String policy = automation.policy(maker(), name, EXPORT, "auth.tenants.read", "call-logd.cdr.read");
        assertThat(automation.give(maker(), user, policy).status()).isEqualTo(204);
        String refresh = automation.refreshToken(name, "pass wörd", "exporter");
        String token = automation.shortToken(refresh, "exporter", 60);

        assertThat(automation.check(token, "?scope=" + EXPORT)).isEqualTo(204);
        assertThat(automation.check(token, "?scope=" + EXPORT + "&tenant=" + TENANT_U))
                .isEqualTo(204);
        assertThat(automation.check(token, "?scope=" + EXPORT + "&tenant=" + TENANT_X))
                .isEqualTo(403);
        assertThat(automation.check(token, "?scope=call-logd.cdr.delete")).isEqualTo(403);
        assertThat(tenants(automation, token)).containsExactlyInAnyOrder(TENANT_M, TENANT_U, TENANT_O);
        assertThat(cdr(token).status()).isEqualTo(200);
        assertThat(RawHttp.once(playhead().port(), "GET", "/1.0/status", Automation.by(token))
                        .text())
                .contains("missing_permission_or_invalid_tenant");

        assertThat(automation.ask("DELETE", "/token/" + token).status()).isEqualTo(200);

        assertThat(automation.check(token, "")).isEqualTo(404);
        Eventually.holds(
                "it is refused", CACHE.plusMillis(200), () -> cdr(token).status() == 401);
        assertThat(automation.check(automation.shortToken(refresh, "exporter", 60), "?scope=" + EXPORT))
                .isEqualTo(204);
    }

    @Test
    default void what_a_token_says_of_itself_is_in_wazo_auths_words() {
        String token = automation().tokenOf(maker(), "teller-" + UUID.randomUUID(), EXPORT);

        var data = Automation.json(automation().ask("GET", "/token/" + token)).path("data");

        assertThat(data.path("token").asString()).isEqualTo(token);
        assertThat(data.path("acl").toString()).isEqualTo("[\"" + EXPORT + "\"]");
        assertThat(data.path("metadata").path("tenant_uuid").asString()).isEqualTo(TENANT_M.toString());
        assertThat(data.path("metadata").path("uuid").asString())
                .isEqualTo(data.path("auth_id").asString());
        assertThat(data.path("metadata").path("pbx_user_uuid").isNull()).isTrue();
        assertThat(data.path("utc_expires_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*[0-9]");
    }

    @Test
    default void a_token_ends_by_itself() {
        String name = "brief-" + UUID.randomUUID();
        automation().tokenOf(maker(), name, "call-logd.cdr.read");
        String refresh = automation().refreshToken(name, "a password", "brief");
        String token = automation().shortToken(refresh, "brief", 1);
        assertThat(cdr(token).status()).isEqualTo(200);

        Eventually.holds(
                "it is over", Duration.ofMillis(1_300), () -> cdr(token).status() == 401);
    }

    @Test
    default void nobody_logs_in_with_what_is_wrong() {
        String name = "secretive-" + UUID.randomUUID();
        automation().tokenOf(maker(), name, EXPORT);
        String refresh = automation().refreshToken(name, "a password", "right");

        for (Answer refused : java.util.List.of(
                automation().call("POST", "/token", "{}", Automation.basic(name, "another")),
                automation().call("POST", "/token", "{}", Automation.basic("nobody", "a password")),
                automation().call("POST", "/token", "{}"),
                automation().tryShort(refresh, "wrong", 60),
                automation().tryShort("garbage", "right", 60))) {
            assertThat(refused.status()).isEqualTo(401);
        }
    }

    @Test
    default void nobody_grants_what_he_has_not() {
        assertThat(automation()
                        .tryPolicy(maker(), "all-" + UUID.randomUUID(), "#")
                        .status())
                .isEqualTo(401);
        String token = automation().tokenOf(maker(), "small-" + UUID.randomUUID(), EXPORT);
        assertThat(automation().tryPolicy(token, "small", EXPORT).status()).isEqualTo(401);
    }

    private Answer cdr(String token) {
        return RawHttp.once(playhead().port(), "GET", "/1.0/cdr?limit=1", Automation.by(token));
    }

    private static Set<UUID> tenants(Automation automation, String token) {
        return Automation.json(automation.ask("GET", "/tenants", Automation.by(token)))
                .path("items")
                .valueStream()
                .map(item -> UUID.fromString(item.path("uuid").asString()))
                .collect(Collectors.toSet());
    }
}
