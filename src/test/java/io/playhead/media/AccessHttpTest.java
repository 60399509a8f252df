package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tokens by every way in, tenants by both, and every word of a refusal. */
class AccessHttpTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final String M = RunningPlayhead.TOKEN_M;
    private static final String X = RunningPlayhead.TOKEN_X;
    private static final UUID RECORDING = UUID.randomUUID();
    private static int call;
    private static String list = "";
    private static String single = "";
    private static String media = "";
    private static String mine = "";

    @BeforeAll
    static void recorded() throws IOException {
        Path file = Files.writeString(PLAYHEAD.root().resolve(RECORDING + ".wav"), "octets");
        call = TestCall.of(RunningPlayhead.TENANT_U)
                .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                .recording(RECORDING, file)
                .insertInto(PLAYHEAD.database());
        list = "/1.0/cdr";
        single = "/1.0/cdr/" + call;
        media = single + "/recordings/" + RECORDING + "/media";
        mine = "/1.0/users/me/cdr/" + call + "/recordings/" + RECORDING + "/media";
    }

    private static RawHttp.Answer get(String target, String... headers) {
        return RawHttp.once(PLAYHEAD.port(), "GET", target, headers);
    }

    private static int status(String target, String... headers) {
        return get(target, headers).status();
    }

    private static String token(String token) {
        return "X-Auth-Token: " + token;
    }

    @Test
    void a_token_comes_by_either_header() {
        for (String target : List.of(list, single, media)) {
            assertThat(status(target, token(M))).isEqualTo(200);
            assertThat(status(target, "Authorization: Bearer " + M)).isEqualTo(200);
            assertThat(status(target, "authorization: bearer  " + M)).isEqualTo(200);
            assertThat(status(target, token(M), "Authorization: Bearer nonsense"))
                    .as("X-Auth-Token comes first")
                    .isEqualTo(200);
            assertThat(status(target, "Authorization: Basic " + M)).isEqualTo(401);
            assertThat(status(target, "Authorization: " + M)).isEqualTo(401);
        }
    }

    @Test
    void a_token_in_the_query_wins_over_the_header_where_it_is_allowed() {
        for (String target : List.of(list, media)) {
            assertThat(status(target + "?token=" + M)).isEqualTo(200);
            assertThat(status(target + "?token=" + M, token("nonsense"))).isEqualTo(200);
            assertThat(status(target + "?token=nonsense", token(M))).isEqualTo(401);
            assertThat(status(target + "?token=" + M + "&token=nonsense")).isEqualTo(200);
        }
        assertThat(status(media + "?token=" + X, token(M)))
                .as("X does not see U")
                .isEqualTo(404);
    }

    @Test
    void elsewhere_a_token_in_the_query_is_not_looked_at() {
        for (String target : List.of(single, mine)) {
            RawHttp.Answer answer = get(target + "?token=" + RunningPlayhead.TOKEN_U1);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(details(answer).path("invalid_token").asString("?")).isEmpty();
            assertThat(status(target + "?token=nonsense", token(RunningPlayhead.TOKEN_U1)))
                    .isEqualTo(200);
        }
        String tickets = media + "/tickets?token=" + M;
        assertThat(RawHttp.once(PLAYHEAD.port(), "POST", tickets, "Content-Length: 0")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_parent_reads_its_children_one_by_one_but_lists_them_only_when_it_says_so() {
        String shown = "UTC-" + call + "-" + RECORDING + ".wav";
        assertThat(status(single, token(M))).isEqualTo(200);
        assertThat(status(media, token(M))).isEqualTo(200);
        assertThat(get(list + "?limit=0", token(M)).text()).doesNotContain(shown);
        assertThat(get(list + "?limit=0&recurse=true", token(M)).text()).contains(shown);
        assertThat(get(list + "?limit=0&tenant=" + RunningPlayhead.TENANT_U, token(M))
                        .text())
                .contains(shown);
        assertThat(get(list + "?limit=0", token(M), tenant(RunningPlayhead.TENANT_U))
                        .text())
                .contains(shown);
    }

    private static String tenant(UUID tenant) {
        return "Wazo-Tenant: " + tenant;
    }

    @Test
    void a_tenant_narrows_what_is_seen() {
        for (String target : List.of(single, media)) {
            assertThat(status(target, token(M), tenant(RunningPlayhead.TENANT_U)))
                    .isEqualTo(200);
            assertThat(status(target, token(M), tenant(RunningPlayhead.TENANT_O)))
                    .isEqualTo(404);
            assertThat(status(target, token(M), tenant(RunningPlayhead.TENANT_M)))
                    .isEqualTo(200);
            assertThat(status(target, token(M), "Wazo-Tenant:"))
                    .as("empty is absent")
                    .isEqualTo(200);
        }
        assertThat(status(media + "?tenant=" + RunningPlayhead.TENANT_O, token(M)))
                .isEqualTo(404);
        assertThat(status(media + "?tenant=" + RunningPlayhead.TENANT_U, token(M), tenant(RunningPlayhead.TENANT_O)))
                .as("the query wins over the header")
                .isEqualTo(200);
        assertThat(status(single + "?tenant=" + RunningPlayhead.TENANT_O, token(M)))
                .as("a single call knows no ?tenant=")
                .isEqualTo(200);
    }

    @Test
    void my_media_are_in_the_one_tenant_and_of_my_own_calls() {
        assertThat(status(mine, token(RunningPlayhead.TOKEN_U1))).isEqualTo(200);
        assertThat(status(mine, token(RunningPlayhead.TOKEN_U2))).isEqualTo(404);
        RawHttp.Answer nobody = get(mine, token(RunningPlayhead.TOKEN_NO_USER));
        assertThat(nobody.status()).isEqualTo(400);
        assertThat(body(nobody, "token-with-user-uuid-required", "A valid token with a user UUID is required"))
                .isEmpty();
        RawHttp.Answer foreign = get(mine, token(RunningPlayhead.TOKEN_U1), tenant(RunningPlayhead.TENANT_O));
        assertThat(foreign.status()).isEqualTo(401);
        assertThat(foreign.text()).contains("\"unauthorized\"");
    }

    @Test
    void without_a_good_token_the_refusal_says_which_access_it_would_take() {
        String[][] wanted = {
            {list, "call-logd.cdr.read"},
            {single, "call-logd.cdr." + call + ".read"},
            {"/1.0/cdr/000" + call, "call-logd.cdr." + call + ".read"},
            {media, "call-logd.cdr." + call + ".recordings." + RECORDING + ".media.read"},
            {mine, "call-logd.users.me.cdr." + call + ".recordings." + RECORDING + ".media.read"},
            {
                media.replace(RECORDING.toString(), RECORDING.toString().toUpperCase(java.util.Locale.ROOT)),
                "call-logd.cdr." + call + ".recordings." + RECORDING + ".media.read"
            }
        };
        for (String[] each : wanted) {
            RawHttp.Answer none = get(each[0]);
            assertThat(none.status()).as(each[0]).isEqualTo(401);
            assertThat(none.header("www-authenticate")).isEqualTo("Bearer");
            assertThat(body(none, "unauthorized", "Unauthorized").toString())
                    .isEqualTo("{\"invalid_token\":\"\",\"reason\":\"not_found_or_expired\",\"required_access\":\""
                            + each[1] + "\"}");

            RawHttp.Answer unknown = get(each[0], token("0123456789-0123456789-unknown"));
            assertThat(unknown.status()).isEqualTo(401);
            assertThat(body(unknown, "unauthorized", "Unauthorized").toString())
                    .isEqualTo("{\"invalid_token\":\"…nown\",\"reason\":\"not_found_or_expired\","
                            + "\"required_access\":\"" + each[1] + "\"}");

            RawHttp.Answer refused = get(each[0], token(RunningPlayhead.TOKEN_NOTHING));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(body(refused, "unauthorized", "Unauthorized").toString())
                    .isEqualTo("{\"invalid_token\":\"…hing\",\"reason\":\"missing_permission_or_invalid_tenant\","
                            + "\"required_access\":\"" + each[1] + "\",\"tenant_uuid\":null}");

            for (String garbage : List.of(RunningPlayhead.TENANT_X.toString(), "garbage")) {
                RawHttp.Answer foreign = get(each[0], token(M), "Wazo-Tenant: " + garbage);
                assertThat(foreign.status()).isEqualTo(401);
                assertThat(body(foreign, "unauthorized", "Unauthorized").toString())
                        .isEqualTo("{\"invalid_token\":\"…000m\","
                                + "\"reason\":\"missing_permission_or_invalid_tenant\",\"required_access\":\""
                                + each[1] + "\",\"tenant_uuid\":\"" + garbage + "\"}");
            }
        }
    }

    @Test
    void a_tenant_of_the_query_outside_the_tree_is_refused_in_its_own_words() {
        for (String target : List.of(list, media)) {
            for (String tenant : List.of(
                    RunningPlayhead.TENANT_X.toString(), "55555555-5555-4555-8555-555555555555", "garbage", "")) {
                RawHttp.Answer answer = get(target + "?tenant=" + tenant, token(M));

                assertThat(answer.status()).isEqualTo(401);
                assertThat(body(answer, "unauthorized-tenant", "Unauthorized tenant")
                                .toString())
                        .isEqualTo("{\"tenant_uuid\":\"" + tenant + "\"}");
            }
        }
        assertThat(status(list + "?limit=x&tenant=garbage", token(M)))
                .as("parameters are looked at before the tenant")
                .isEqualTo(400);
        assertThat(status(list + "?limit=x")).as("and after the token").isEqualTo(401);
    }

    private static JsonNode details(RawHttp.Answer answer) {
        return JsonMapper.shared().readTree(answer.text()).path("details");
    }

    private static JsonNode body(RawHttp.Answer answer, String id, String message) {
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(body.propertyNames()).containsExactly("message", "error_id", "details", "timestamp");
        assertThat(body.path("error_id").asString()).isEqualTo(id);
        assertThat(body.path("message").asString()).isEqualTo(message);
        assertThat(body.path("timestamp").isFloatingPointNumber()).isTrue();
        return body.path("details");
    }
}
