package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract's §18 and §21 about {@code /config}. */
class ConfigHttpTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger OURS = LoggerFactory.getLogger("io.playhead.media");
    private static final Logger ANOTHERS = LoggerFactory.getLogger("org.springframework.web");
    private static final String PATH = "/1.0/config";
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_CONFIG;

    @AfterEach
    void quiet() {
        patch(replacement("false"));
    }

    private static RawHttp.Answer get(String... headers) {
        return RawHttp.once(PLAYHEAD.port(), "GET", PATH, headers);
    }

    private static RawHttp.Answer patch(String body, String... headers) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        String[] all = Stream.concat(
                        Stream.of(headers.length == 0 ? new String[] {AUTH} : headers),
                        Stream.of("Content-Length: " + octets.length))
                .toArray(String[]::new);
        try (RawHttp http = RawHttp.plain(PLAYHEAD.port())) {
            return http.request("PATCH", PATH, octets, all);
        }
    }

    private static String replacement(String value) {
        return "[{\"op\":\"replace\",\"path\":\"/debug\",\"value\":" + value + "}]";
    }

    private static JsonNode json(RawHttp.Answer answer) {
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        return JSON.readTree(answer.body());
    }

    @Test
    void it_has_debug_and_the_rest_api_as_call_logd_has_them() {
        RawHttp.Answer answer = get(AUTH);
        JsonNode config = json(answer);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(config.path("debug").isBoolean()).isTrue();
        JsonNode api = config.path("rest_api");
        assertThat(api.path("listen").asString()).isEqualTo("127.0.0.1");
        assertThat(api.path("port").intValue()).isEqualTo(PLAYHEAD.port());
        assertThat(api.path("certificate").isNull()).isTrue();
        assertThat(api.path("private_key").isNull()).isTrue();
        assertThat(api.path("cors").path("enabled").booleanValue()).isTrue();
        assertThat(api.path("cors").path("allow_headers").toString())
                .isEqualTo(
                        "[\"Content-Type\",\"Range\",\"X-Auth-Token\",\"Wazo-Tenant\",\"Authorization\",\"If-Range\","
                                + "\"If-Match\",\"If-None-Match\",\"Want-Repr-Digest\"]");
    }

    @Test
    void it_has_every_property_of_ours_set_or_by_default() {
        JsonNode ours = json(get(AUTH)).path("playhead");

        assertThat(ours.propertyNames()).contains("access", "database", "http", "media", "storage", "time-zone");
        assertThat(ours.at("/media/row-cache").asString()).isEqualTo("PT2S");
        assertThat(ours.at("/http/connections").intValue()).isEqualTo(16384);
        assertThat(ours.at("/http/trusted-proxies").isArray()).isTrue();
        assertThat(ours.at("/database/url").asString())
                .isEqualTo(PLAYHEAD.database().url());
        assertThat(ours.at("/database/owner").asString()).isEqualTo("playhead");
        assertThat(ours.at("/storage/disk/roots/0/path").asString())
                .isEqualTo(PLAYHEAD.root().toString());
        assertThat(ours.at("/access/authority").asString()).isEqualTo("static");
        assertThat(ours.at("/access/static/file").asString()).endsWith("access.yaml");
        assertThat(ours.at("/access/query-token").booleanValue()).isTrue();
    }

    @Test
    void it_has_what_is_set_of_the_server_with_references_resolved() {
        JsonNode config = json(get(AUTH));

        assertThat(config.at("/server/shutdown").asString()).isEqualTo("graceful");
        assertThat(config.at("/management/server/address").asString()).isEqualTo("127.0.0.1");
        assertThat(config.at("/management/server/ssl/enabled").booleanValue()).isFalse();
    }

    @Test
    void secrets_are_there_and_not_told() {
        RawHttp.Answer answer = get(AUTH);
        JsonNode ours = json(answer).path("playhead");

        assertThat(ours.at("/access/secret").asString()).isEqualTo("***");
        assertThat(ours.at("/access/secret-file").isNull()).isTrue();
        assertThat(ours.path("database").has("password")).isTrue();
        assertThat(answer.text()).doesNotContain(RunningPlayhead.SECRET);
    }

    @Test
    void debug_is_switched_on_and_off_at_run_time() {
        assertThat(OURS.isDebugEnabled()).isFalse();

        RawHttp.Answer on = patch(replacement("true"));
        assertThat(on.status()).isEqualTo(200);
        assertThat(json(on).path("debug").booleanValue()).isTrue();
        assertThat(json(on)).isEqualTo(json(get(AUTH)));
        assertThat(OURS.isDebugEnabled()).isTrue();
        assertThat(ANOTHERS.isDebugEnabled()).isFalse();

        RawHttp.Answer off = patch(replacement("false"));
        assertThat(json(off).path("debug").booleanValue()).isFalse();
        assertThat(json(off)).isEqualTo(json(get(AUTH)));
        assertThat(OURS.isDebugEnabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "1, true",
        "1.0, true",
        "'\"t\"', true",
        "'\"On\"', true",
        "'\"YES\"', true",
        "'\"1\"', true",
        "false, false",
        "0, false",
        "'\"F\"', false",
        "'\"off\"', false",
        "'\"n\"', false",
        "'\"0\"', false"
    })
    void a_truth_has_many_words(String value, boolean truth) {
        patch(replacement(Boolean.toString(!truth)));

        assertThat(json(patch(replacement(value))).path("debug").booleanValue()).isEqualTo(truth);
    }

    @Test
    void of_several_replacements_the_last_counts_and_none_changes_nothing() {
        String both =
                replacement("false").replace("]", ",") + replacement("true").substring(1);

        assertThat(json(patch(both)).path("debug").booleanValue()).isTrue();
        RawHttp.Answer none = patch("[]");
        assertThat(none.status()).isEqualTo(200);
        assertThat(json(none).path("debug").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {'_schema':['Invalid input type.']}",
                "null | {'_schema':['Invalid input type.']}",
                "true | {'_schema':['Invalid input type.']}",
                "{'op':'replace','path':'/debug','value':true} | {'_schema':['Invalid input type.']}",
                "[1] | {'0':{'_schema':['Invalid input type.']}}",
                "[{'op':'add','path':'/debug','value':true}] | {'0':{'op':['Must be equal to replace.']}}",
                "[{'op':'replace','path':'/x','value':true}] | {'0':{'path':['Must be equal to /debug.']}}",
                "[{'op':'replace','path':'/debug','value':'maybe'}] | {'0':{'value':"
                        + "{'message':'Not a valid boolean.','constraint_id':'type','constraint':'boolean'}}}",
                "[{'op':'replace','path':'/debug','value':''}] | {'0':{'value':"
                        + "{'message':'Not a valid boolean.','constraint_id':'type','constraint':'boolean'}}}",
                "[{'op':'replace','path':'/debug','value':2}] | {'0':{'value':"
                        + "{'message':'Not a valid boolean.','constraint_id':'type','constraint':'boolean'}}}",
                "[{'op':'replace','path':'/debug','value':[true]}] | {'0':{'value':"
                        + "{'message':'Not a valid boolean.','constraint_id':'type','constraint':'boolean'}}}",
                "[{'op':'replace','path':'/debug','value':null}] | {'0':{'value':"
                        + "{'message':'Field may not be null.','constraint_id':'not_null','constraint':'not_null'}}}",
                "[{'op':5,'path':'/debug','value':true}] | {'0':{'op':"
                        + "{'message':'Not a valid string.','constraint_id':'type','constraint':'string'}}}",
                "[{'op':'replace','path':'/debug','value':true,'from':1}] | {'0':{'from':['Unknown field.']}}",
                "[{'op':'replace','path':'/debug'}] | {'0':{'value':{'message':'Missing data for required field.',"
                        + "'constraint_id':'required','constraint':'required'}}}",
                "[{'op':'replace','path':'/debug','value':true},{'op':'add','path':'/x','value':true}] |"
                        + " {'1':{'op':['Must be equal to replace.'],'path':['Must be equal to /debug.']}}"
            })
    void a_bad_body_is_named_where_it_is_bad_and_changes_nothing(String body, String details) {
        RawHttp.Answer answer = patch(body.replace('\'', '"'));
        JsonNode problem = json(answer);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(problem.path("error_id").asString()).isEqualTo("invalid-data");
        assertThat(problem.path("message").asString()).isEqualTo("Sent data is invalid");
        assertThat(problem.path("details")).isEqualTo(JSON.readTree(details.replace('\'', '"')));
        assertThat(json(get(AUTH)).path("debug").booleanValue()).isFalse();
    }

    @Test
    void only_an_operation_is_400_and_names_what_is_missing() {
        RawHttp.Answer answer = patch("[{\"op\":\"replace\"}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).at("/details/0").propertyNames()).containsExactly("path", "value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[", "[{]", "replace"})
    void no_body_or_one_that_is_no_json_is_refused_without_an_id(String body) {
        RawHttp.Answer answer = patch(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer))
                .isEqualTo(JSON.readTree("{\"message\":\"The browser (or proxy) sent a request that this server could"
                        + " not understand.\"}"));
    }

    @Test
    void a_request_without_a_body_is_refused_the_same() {
        assertThat(RawHttp.once(PLAYHEAD.port(), "PATCH", PATH, AUTH).status()).isEqualTo(400);
    }

    @Test
    void it_is_for_the_master_tenant_alone_and_that_is_known_before_the_body_is_read() {
        String token = "X-Auth-Token: " + RunningPlayhead.TOKEN_CONFIG_U;
        for (RawHttp.Answer answer : List.of(
                get(token),
                patch(replacement("true"), token),
                patch("{}", token),
                patch("", token),
                get(token, "Wazo-Tenant: " + RunningPlayhead.TENANT_U))) {
            JsonNode problem = json(answer);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(problem.path("error_id").asString()).isEqualTo("unauthorized");
            assertThat(problem.path("message").asString()).isEqualTo("Unauthorized");
            assertThat(problem.path("details").propertyNames()).containsExactly("invalid_token");
        }
        assertThat(OURS.isDebugEnabled()).isFalse();
    }

    @Test
    void the_tenant_of_the_header_makes_nobody_master_or_less() {
        assertThat(get(AUTH, "Wazo-Tenant: " + RunningPlayhead.TENANT_U).status())
                .isEqualTo(200);
        assertThat(get("X-Auth-Token: " + RunningPlayhead.TOKEN_CONFIG_U, "Wazo-Tenant: " + RunningPlayhead.TENANT_M)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void everything_in_call_logd_is_not_enough() {
        for (RawHttp.Answer answer : List.of(
                get("X-Auth-Token: " + RunningPlayhead.TOKEN_M),
                patch("{}", "X-Auth-Token: " + RunningPlayhead.TOKEN_M),
                patch("{}", "X-Auth-Token: unknown"))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(json(answer).at("/details/required_access").asString()).startsWith("call_logd.config.");
        }
        assertThat(get().status()).isEqualTo(401);
        assertThat(RawHttp.once(PLAYHEAD.port(), "GET", PATH + "?token=" + RunningPlayhead.TOKEN_CONFIG)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void it_is_under_the_public_prefix_too() {
        RawHttp.Answer answer = RawHttp.once(PLAYHEAD.port(), "GET", "/api/call-logd" + PATH, AUTH);

        assertThat(json(answer)).isEqualTo(json(get(AUTH)));
    }
}
