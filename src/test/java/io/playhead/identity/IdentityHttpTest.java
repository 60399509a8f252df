package io.playhead.identity;

import static io.playhead.RunningPlayhead.TENANT_M;
import static io.playhead.RunningPlayhead.TENANT_O;
import static io.playhead.RunningPlayhead.TENANT_U;
import static io.playhead.RunningPlayhead.TENANT_X;
import static io.playhead.identity.Automation.basic;
import static io.playhead.identity.Automation.by;
import static io.playhead.identity.Automation.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.LogWatch;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.TestDatabase;
import io.playhead.http.SideServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of wazo-auth that Playhead serves itself, under the static authority. */
class IdentityHttpTest implements AutomationContract {

    private static final String MAKER = "9d1c0f8e-0000-4000-8000-00000maker00";
    /** May all of call-logd but one thing. */
    private static final String BOUND = "9d1c0f8e-0000-4000-8000-00000bound00";
    /** Of tenant U; may give policies, and has nothing to give. */
    private static final String GIVER = "9d1c0f8e-0000-4000-8000-00000giver00";

    /** How often one and the same token or password may be wrong. */
    private static final int WRONG = 8;

    private static final String MAKES = "auth.tenants.read, \"auth.users.#\", auth.policies.create";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static RunningPlayhead playhead;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(
                folder.resolve("access.yaml"),
                """
                tenants:
                  - {uuid: %s, name: M}
                  - {uuid: %s, name: U, parent: %s}
                  - {uuid: %s, parent: %s}
                  - {uuid: %s, name: X}
                tokens:
                """.formatted(TENANT_M, TENANT_U, TENANT_M, TENANT_O, TENANT_M, TENANT_X)
                        + token(MAKER, TENANT_M, "\"call-logd.#\", " + MAKES)
                        + token(BOUND, TENANT_M, "\"call-logd.#\", \"!call-logd.secret\", " + MAKES)
                        + token(GIVER, TENANT_U, MAKES));
        database = TestDatabase.create();
        playhead = open();
    }

    private static RunningPlayhead open() {
        return RunningPlayhead.start(
                Map.of(
                        "playhead.access.static.file",
                        folder.resolve("access.yaml").toString(),
                        "playhead.identity.enabled",
                        "true",
                        "playhead.identity.port",
                        "0",
                        "playhead.identity.cache",
                        CACHE.toString(),
                        "playhead.limits.failures.credential",
                        Integer.toString(WRONG),
                        "playhead.limits.failures.window",
                        "1h"),
                database);
    }

    private static String token(String token, UUID tenant, String acl) {
        return "  - {sha256: %s, tenant: %s, acl: [%s]}\n".formatted(RunningPlayhead.sha256(token), tenant, acl);
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    @Override
    public Automation automation() {
        return new Automation(playhead.bean(SideServer.class).port());
    }

    @Override
    public RunningPlayhead playhead() {
        return playhead;
    }

    @Override
    public String maker() {
        return MAKER;
    }

    @Test
    void every_answer_tells_browsers_and_caches_to_keep_off() {
        for (String path : List.of("/token", "/token/unknown", "/nothing", "/" + "x".repeat(9000))) {
            assertThat(automation().ask("GET", path).headers())
                    .as(path)
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("x-frame-options", "DENY")
                    .containsEntry("cache-control", "no-store")
                    .containsKey("content-security-policy");
        }
    }

    // what a policy can grant

    @Test
    void stars_do_not_get_past_what_the_maker_is_refused() {
        String token = automation().tokenOf(BOUND, "star-" + UUID.randomUUID(), "call-logd.#");

        assertThat(automation().check(token, "?scope=call-logd.cdr.read")).isEqualTo(204);
        assertThat(automation().check(token, "?scope=call-logd.secret")).isEqualTo(403);
    }

    @Test
    void a_policy_may_take_away_what_its_maker_has() {
        String token = automation().tokenOf(MAKER, "less-" + UUID.randomUUID(), "call-logd.#", "!call-logd.cdr.#");

        assertThat(automation().check(token, "?scope=call-logd.status.read")).isEqualTo(204);
        assertThat(automation().check(token, "?scope=call-logd.cdr.read")).isEqualTo(403);
    }

    @Test
    void who_gives_must_have_what_is_given() {
        String user = automation().user(GIVER, "poor-" + UUID.randomUUID(), "a password");
        String policy = json(automation()
                        .call(
                                "POST",
                                "/policies",
                                "{\"name\": \"rich\", \"acl\": [\"call-logd.#\"]}",
                                by(MAKER),
                                "Wazo-Tenant: " + TENANT_U))
                .path("uuid")
                .asString();

        Answer refused = automation().give(GIVER, user, policy);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text())
                .contains("missing_permission_or_invalid_tenant", "\"required_access\":\"call-logd.#\"");
        assertThat(automation().give(MAKER, user, policy).status()).isEqualTo(204);
    }

    @Test
    void a_policy_that_is_no_longer_the_givers_to_see_is_not_there() {
        String user = automation().user(GIVER, "below-" + UUID.randomUUID(), "a password");
        String above = automation().policy(MAKER, "above-" + UUID.randomUUID(), "auth.tenants.read");
        String userAbove = automation().user(MAKER, "above-" + UUID.randomUUID(), "a password");

        assertThat(automation().give(GIVER, user, above).text()).contains("unknown-policy");
        assertThat(automation().give(GIVER, userAbove, above).text()).contains("unknown-user");
        assertThat(automation().give(MAKER, UUID.randomUUID().toString(), above).status())
                .isEqualTo(404);
    }

    @Test
    void with_a_token_that_was_made_nobody_makes_others() {
        String token = automation()
                .tokenOf(
                        MAKER,
                        "maker-" + UUID.randomUUID(),
                        "auth.users.create",
                        "auth.policies.create",
                        "call-logd.#");
        assertThat(automation().check(token, "?scope=auth.users.create")).isEqualTo(204);

        assertThat(automation().tryPolicy(token, "x", "call-logd.#").status()).isEqualTo(401);
        assertThat(automation()
                        .call("POST", "/users", "{\"username\": \"x\", \"password\": \"x\"}", by(token))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_user_is_of_the_makers_tenants() {
        String body = "{\"username\": \"%s\", \"password\": \"x\"}";
        Answer below = automation()
                .call("POST", "/users", body.formatted(UUID.randomUUID()), by(MAKER), "Wazo-Tenant: " + TENANT_U);
        assertThat(json(below).path("tenant_uuid").asString()).isEqualTo(TENANT_U.toString());
        for (UUID tenant : List.of(TENANT_X, UUID.randomUUID())) {
            assertThat(automation()
                            .call(
                                    "POST",
                                    "/users",
                                    body.formatted(UUID.randomUUID()),
                                    by(MAKER),
                                    "Wazo-Tenant: " + tenant)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_telephone_user_is_nobody_who_was_made_here() {
        String token = automation().tokenOf(MAKER, "phone-" + UUID.randomUUID(), "call-logd.users.me.#");

        assertThat(io.playhead.RawHttp.once(playhead.port(), "GET", "/1.0/users/me/cdr", by(token))
                        .status())
                .isEqualTo(400);
    }

    // tokens

    @Test
    void the_next_refresh_token_of_a_client_ends_the_one_before() {
        String name = "again-" + UUID.randomUUID();
        automation().tokenOf(MAKER, name, EXPORT);
        String first = automation().refreshToken(name, "a password", "client");
        String other = automation().refreshToken(name, "a password", "other client");
        String second = automation().refreshToken(name, "a password", "client");

        assertThat(automation().tryShort(first, "client", 60).status()).isEqualTo(401);
        assertThat(automation().tryShort(second, "client", 60).status()).isEqualTo(200);
        assertThat(automation().tryShort(other, "other client", 60).status()).isEqualTo(200);
    }

    @Test
    void a_token_of_the_file_is_told_of_but_cannot_be_taken_back_here() {
        assertThat(automation().check(MAKER, "?scope=call-logd.cdr.read")).isEqualTo(204);
        assertThat(json(automation().ask("GET", "/token/" + MAKER))
                        .path("data")
                        .path("acl")
                        .size())
                .isEqualTo(4);

        assertThat(automation().ask("DELETE", "/token/" + MAKER).status()).isEqualTo(409);
        assertThat(automation().check(MAKER, "")).isEqualTo(204);
        assertThat(automation().check("unknown", "")).isEqualTo(404);
        assertThat(automation().ask("DELETE", "/token/unknown").status()).isEqualTo(200);
    }

    @Test
    void all_of_it_outlives_a_restart_and_no_secret_is_kept() throws SQLException {
        String name = "lasting-" + UUID.randomUUID();
        String token = automation().tokenOf(MAKER, name, EXPORT);
        String refresh = automation().refreshToken(name, "a password", "client");

        playhead.close();
        playhead = open();

        assertThat(automation().check(token, "?scope=" + EXPORT)).isEqualTo(204);
        assertThat(automation().tryShort(refresh, "client", 60).status()).isEqualTo(200);
        assertThat(rows()).contains(name).doesNotContain(token, refresh, "a password");
    }

    private static String rows() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("user", "policy", "user_policy", "refresh_token", "token")) {
                try (ResultSet row = statement.executeQuery(
                        "SELECT t::text, encode(convert_to(t::text, 'UTF8'), 'escape') FROM playhead.identity_" + table
                                + " t")) {
                    while (row.next()) {
                        all.append(row.getString(1)).append('\n');
                    }
                }
            }
        }
        return all.toString();
    }

    @Test
    void tenants_have_the_files_names() {
        Answer answer = automation().ask("GET", "/tenants", by(MAKER), "Wazo-Tenant: " + TENANT_U);

        assertThat(json(answer).toString())
                .isEqualTo(
                        "{\"items\":[{\"uuid\":\"%s\",\"name\":\"U\",\"parent_uuid\":\"%s\"}],\"total\":1,\"filtered\":1}"
                                .formatted(TENANT_U, TENANT_M));
        assertThat(automation().ask("GET", "/tenants").status()).isEqualTo(401);
        assertThat(automation()
                        .ask("GET", "/tenants", by(MAKER), "Wazo-Tenant: " + TENANT_X)
                        .status())
                .isEqualTo(401);
    }

    // bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/users    | {}                                                        | username",
                "/users    | {'username': 'x'}                                         | password",
                "/users    | {'username': 'a:b', 'password': 'x'}                      | username",
                "/users    | {'username': 'x', 'password': ''}                         | password",
                "/users    | {'username': 'x', 'password': 1}                          | password",
                "/users    | {'username': 'x\\u0000', 'password': 'x'}                 | username",
                "/users    | {'username': 'x', 'password': 'x', 'uuid': '1-1-1-1-1'}   | uuid",
                "/users    | []                                                        | _schema",
                "/policies | {'acl': []}                                               | name",
                "/policies | {'name': 'x', 'acl': 'y'}                                 | acl",
                "/policies | {'name': 'x', 'acl': [null]}                              | acl",
                "/token    | {'expiration': 0}                                         | expiration",
                "/token    | {'expiration': '60'}                                      | expiration",
                "/token    | {'expiration': 1e99}                                      | expiration",
                "/token    | {'expiration': 99999999999}                               | expiration",
                "/token    | {'access_type': 'eternal'}                                | access_type",
                "/token    | {'access_type': 'offline'}                                | client_id",
                "/token    | {'refresh_token': 'x'}                                    | client_id",
                "/token    | {'refresh_token': 'x', 'client_id': 'y', 'access_type': 'offline'} | access_type",
            })
    void a_field_that_cannot_be_right_is_named(String path, String body, String field) {
        Answer answer = automation().call("POST", path, body.replace('\'', '"'), by(MAKER));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("invalid-data", "\"" + field + "\":{");
    }

    @Test
    void what_cannot_be_read_is_refused() {
        for (String body : List.of("", "{", "no json", "{}{}", "\u0000")) {
            assertThat(automation().call("POST", "/token", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(automation()
                        .call("POST", "/token", "\"" + "x".repeat(70_000) + "\"")
                        .status())
                .isEqualTo(413);
        for (String path : List.of("/users/x/policies/y", "/nothing", "/token/a/b", "/../1.0/cdr", "")) {
            assertThat(automation().ask("PUT", path, by(MAKER)).status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(automation().ask("PATCH", "/users", by(MAKER)).header("Allow"))
                .isEqualTo("OPTIONS, POST");
        for (String credentials : List.of("Basic", "Basic !", "Basic eA==", "Bearer x")) {
            assertThat(automation()
                            .call("POST", "/token", "{}", "Authorization: " + credentials)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void wrong_tokens_and_passwords_count_here_too() {
        String token = UUID.randomUUID().toString();
        String name = "guessed-" + UUID.randomUUID();
        automation().user(MAKER, name, "right");
        for (int attempt = 0; attempt < WRONG; attempt++) {
            assertThat(automation().ask("GET", "/token/" + token).status()).isEqualTo(404);
            assertThat(automation()
                            .call("POST", "/token", "{}", basic(name, "wrong"))
                            .status())
                    .isEqualTo(401);
        }
        for (Answer answer : List.of(
                automation().ask("GET", "/token/" + token),
                automation().ask("GET", "/tenants", by(token)),
                automation().call("POST", "/token", "{}", basic(name, "wrong")))) {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isNotNull();
            assertThat(answer.text()).contains("too-many-failed-attempts").doesNotContain(token, "wrong\"");
        }
        assertThat(automation()
                        .call("POST", "/token", "{}", basic(name, "right"))
                        .status())
                .isEqualTo(200);
        assertThat(automation().check(MAKER, "")).isEqualTo(204);
    }

    @Test
    void a_name_is_taken_once() {
        String name = "twice-" + UUID.randomUUID();
        automation().user(MAKER, name, "x");
        automation().policy(MAKER, name, EXPORT);

        assertThat(automation()
                        .call("POST", "/users", "{\"username\": \"" + name + "\", \"password\": \"y\"}", by(MAKER))
                        .status())
                .isEqualTo(409);
        assertThat(automation().tryPolicy(MAKER, name, EXPORT).status()).isEqualTo(409);
    }

    @Test
    void nothing_secret_is_logged() {
        try (LogWatch log = new LogWatch()) {
            String name = "quiet-" + UUID.randomUUID();
            String token = automation().tokenOf(MAKER, name, EXPORT);
            automation().call("POST", "/token", "{\"client_id\": 1}", basic(name, "a password"));
            automation().ask("DELETE", "/token/" + token);

            assertThat(log.lines())
                    .noneMatch(line -> line.contains("a password") || line.contains(token) || line.contains(MAKER));
        }
    }

    // where it is

    @Test
    void only_this_machine_reaches_it() throws IOException {
        int port = playhead.bean(SideServer.class).port();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses()
                    .filter(own -> !own.isLoopbackAddress())
                    .toList()) {
                assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void it_is_off_unless_it_is_wanted_and_needs_the_static_authority() {
        assertThat(RunningPlayhead.shared().beans(SideServer.class)).isEmpty();

        assertThatThrownBy(() -> RunningPlayhead.start(
                        Map.of("playhead.identity.enabled", "true", "playhead.access.authority", "wazo-auth")))
                .hasStackTraceContaining("playhead.identity.enabled needs playhead.access.authority=static");
    }
}
