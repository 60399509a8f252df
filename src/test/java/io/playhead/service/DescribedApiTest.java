package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import io.playhead.http.ApiPath;
import io.playhead.http.ApiRequest;
import io.playhead.http.Query;
import io.playhead.http.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the documents say is what the program does. */
class DescribedApiTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final int CALL = TestCall.of(RunningPlayhead.TENANT_U)
            .recording(UUID.randomUUID(), null)
            .insertInto(PLAYHEAD.database());
    private static final JsonMapper JSON = new JsonMapper();
    private static final Described SWAGGER = Described.by("/1.0/api/api.yml");
    private static final Described OPENAPI = Described.by("/1.0/api/openapi.yml");
    /** A question mark between blanks: no value of anything that has a form. */
    private static final String GARBAGE = "%20%3F%20";

    @Test
    void every_path_and_method_is_described_and_no_other() {
        Set<String> served = new TreeSet<>();
        PLAYHEAD.beans(ApiPath.class)
                .forEach(path -> path.methods()
                        .keySet()
                        .forEach(method ->
                                served.add(method.name().toLowerCase(Locale.ROOT) + " " + plain(path.pattern()))));

        for (Described document : List.of(SWAGGER, OPENAPI)) {
            Set<String> described = new TreeSet<>();
            document.eachOperation(
                    (item, operation) -> described.add(operation.method() + " " + plain(operation.path())));
            assertThat(described).isEqualTo(served);
        }
    }

    /** Without the names and forms of its variables. */
    private static String plain(String path) {
        return path.replaceAll("\\{[^/]*\\}", "{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cdr", "/cdr/{cdr_id}", "/users/{user_uuid}/cdr", "/users/me/cdr", "/audit"})
    void of_calls_every_parameter_that_is_read_is_described_and_no_other(String path) {
        ReadQuery query = new ReadQuery();
        function(path, "get").apply(request(CALL, query)).block();

        assertThat(query.read)
                .isEqualTo(SWAGGER.parameters(SWAGGER.get(path), "query").keySet());
    }

    @Test
    void nowhere_is_a_parameter_read_that_is_not_described() {
        SWAGGER.eachOperation((item, operation) -> {
            ReadQuery query = new ReadQuery();
            function(operation.path(), operation.method())
                    .apply(request(0, query))
                    .onErrorComplete()
                    .block();

            assertThat(SWAGGER.parameters(operation.tree(), "query").keySet())
                    .as("%s %s", operation.method(), operation.path())
                    .containsAll(query.read);
        });
    }

    private static Function<ApiRequest, Mono<Reply>> function(String path, String method) {
        return PLAYHEAD.beans(ApiPath.class).stream()
                .filter(served -> plain(served.pattern()).equals(plain(path)))
                .map(served -> served.methods().get(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT))))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private static ApiRequest request(int call, ReadQuery query) {
        String uuid = RunningPlayhead.USER_1.toString();
        return new ApiRequest(
                Map.of("cdr", Integer.toString(call), "user", uuid, "recording", uuid, "import", uuid),
                new Query(query),
                name -> name.equals("X-Auth-Token") ? RunningPlayhead.TOKEN_U1 : null,
                "",
                Mono.fromCallable(() -> JSON.readTree("{\"cdr_ids\":[0]}")));
    }

    /** Has nothing but the wish for CSV, and remembers what was asked for. */
    private static final class ReadQuery extends HashMap<String, String> {

        private static final long serialVersionUID = 1;

        private final transient Set<String> read = new TreeSet<>();

        @Override
        public @Nullable String get(@Nullable Object key) {
            read.add(String.valueOf(key));
            return "format".equals(key) ? "csv" : null;
        }
    }

    @ParameterizedTest
    @CsvSource({"/cdr, /1.0/cdr", "/users/me/cdr, /1.0/users/me/cdr"})
    void a_parameter_of_a_list_has_a_form_exactly_if_another_form_is_refused(String path, String target) {
        Map<String, JsonNode> parameters = new TreeMap<>(SWAGGER.parameters(SWAGGER.get(path), "query"));
        // refused, but their forms have no names
        parameters.keySet().removeAll(Set.of("token", "tenant", "after", "tz"));

        parameters.forEach((name, parameter) -> assertThat(
                        RawHttp.once(PLAYHEAD.port(), "GET", target + "?" + name + "=" + GARBAGE, AUTH)
                                .status())
                .as(name)
                .isEqualTo(isFree(parameter) ? 200 : 400));
    }

    private static boolean isFree(JsonNode parameter) {
        JsonNode of = parameter.path("type").asString().equals("array") ? parameter.path("items") : parameter;
        return of.path("type").asString().equals("string")
                && !of.has("format")
                && !of.has("enum")
                && !of.has("pattern");
    }

    @Test
    void every_choice_of_a_list_is_accepted() {
        SWAGGER.parameters(SWAGGER.get("/cdr"), "query")
                .forEach((name, parameter) -> parameter
                        .path("enum")
                        .forEach(choice -> assertThat(RawHttp.once(
                                                PLAYHEAD.port(),
                                                "GET",
                                                "/1.0/cdr?limit=1&" + name + "=" + choice.asString(),
                                                AUTH)
                                        .status())
                                .as("%s=%s", name, choice)
                                .isEqualTo(200)));
    }

    @ParameterizedTest
    @CsvSource({
        "CDRList, /1.0/cdr?limit=10&after=&include=state, 200",
        "CDRList, /1.0/cdr?limit=10, 200",
        "CDRList, /1.0/users/me/cdr, 200",
        "AuditEntries, /1.0/audit?limit=10, 200",
        "AuditEntries, /1.0/recordings/aaaaaaaa-0000-4000-8000-000000000001/listens, 200",
        "StatusSummary, /1.0/status, 200",
        "APIError, /1.0/cdr/0, 404",
        "APIError, /1.0/cdr?limit=x, 400",
        "Error, /1.0/cdr?limit=x, 400",
        "APIError, /1.0/config, 401"
    })
    void an_answer_is_as_its_definition_says(String definition, String target, int status) {
        conforms(definition, target, status);
    }

    @Test
    void a_call_is_as_its_definition_says() {
        conforms("CDR", "/1.0/cdr/" + CALL, 200);
        conforms("CDR", "/1.0/cdr/" + CALL + "?include=state", 200);
    }

    /** It has the form, and no key that is not described. */
    private static void conforms(String definition, String target, int status) {
        RawHttp.Answer answer = RawHttp.once(PLAYHEAD.port(), "GET", target, AUTH);
        ObjectNode schema = (ObjectNode) OPENAPI.tree().deepCopy();
        schema.at("/components/schemas")
                .forEach(one -> ((ObjectNode) one).put("additionalProperties", !one.has("properties")));
        schema.put("$ref", "#/components/schemas/" + definition);
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);

        assertThat(answer.status()).as(target).isEqualTo(status);
        assertThat(compiled.validate(JSON.readTree(answer.body())))
                .as(answer.text())
                .isEmpty();
    }
}
