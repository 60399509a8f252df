package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.http.ApiRequest;
import io.playhead.http.Body;
import io.playhead.http.Query;
import io.playhead.http.Reply;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents are served as call-logd serves its own, and are sound. */
class ApiDocumentTest {

    private static final int PORT = RunningPlayhead.shared().port();
    private static final Described SWAGGER = Described.by("/1.0/api/api.yml");
    private static final Described OPENAPI = Described.by("/1.0/api/openapi.yml");

    @Test
    void the_swagger_document_needs_no_token_and_is_the_contracts() {
        RawHttp.Answer answer = RawHttp.once(PORT, "GET", "/1.0/api/api.yml");
        JsonNode swagger = SWAGGER.tree();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/x-yaml");
        assertThat(swagger.path("swagger").asString()).isEqualTo("2.0");
        assertThat(swagger.at("/info/title").asString()).isEqualTo("wazo-call-logd");
        assertThat(swagger.path("x-xivo-port").intValue()).isEqualTo(9298);
        assertThat(swagger.path("x-xivo-name").asString()).isEqualTo("call-logs");
        assertThat(swagger.path("basePath").asString()).isEqualTo("/1.0");
        assertThat(swagger.path("schemes").toString()).isEqualTo("[\"http\"]");
        assertThat(swagger.path("securityDefinitions").toString())
                .isEqualTo("{\"wazo_auth_token\":{\"type\":\"apiKey\",\"name\":\"X-Auth-Token\",\"in\":\"header\"}}");
    }

    @Test
    void under_a_public_path_it_says_so_and_nothing_else_changes() {
        JsonNode prefixed = Described.by("/api/call-logd/1.0/api/api.yml").tree();

        assertThat(prefixed.path("schemes").toString()).isEqualTo("[\"https\"]");
        assertThat(prefixed.path("basePath").asString()).isEqualTo("/api/call-logd/1.0");
        assertThat(without(prefixed, "schemes", "basePath")).isEqualTo(without(SWAGGER.tree(), "schemes", "basePath"));
    }

    /** A trusted proxy's, checked before it comes here. */
    @Test
    void any_public_path_will_do() {
        ApiRequest request = new ApiRequest(Map.of(), Query.of(null), name -> null, "/calls/log~d", Mono.empty());

        StepVerifier.create(ApiDocument.load().swagger(request))
                .assertNext(reply -> assertThat(
                                ApiDocument.tree(text(reply)).path("basePath").asString())
                        .isEqualTo("/calls/log~d/1.0"))
                .verifyComplete();
    }

    private static String text(Reply reply) {
        return new String(((Body.Text) reply.body()).octets(), StandardCharsets.UTF_8);
    }

    @Test
    void the_openapi_document_names_its_server_by_the_public_path() {
        RawHttp.Answer answer = RawHttp.once(PORT, "GET", "/1.0/api/openapi.yml");
        JsonNode prefixed = Described.by("/api/call-logd/1.0/api/openapi.yml").tree();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/yaml");
        assertThat(answer.text()).startsWith("openapi: 3.1.1\n").contains("\"200\":");
        assertThat(OPENAPI.tree().path("servers").toString()).isEqualTo("[{\"url\":\"/1.0\"}]");
        assertThat(prefixed.path("servers").toString()).isEqualTo("[{\"url\":\"/api/call-logd/1.0\"}]");
        assertThat(without(prefixed, "servers")).isEqualTo(without(OPENAPI.tree(), "servers"));
    }

    @Test
    void the_swagger_document_is_one_by_the_schema_of_swagger() {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                .getSchema(resource("swagger-2.0.schema.json"), InputFormat.JSON);

        assertThat(schema.validate(SWAGGER.tree())).isEmpty();
        // else nothing is looked at
        assertThat(schema.validate(without(SWAGGER.tree(), "paths"))).isNotEmpty();
    }

    @Test
    void the_openapi_document_is_one_by_the_schema_of_openapi() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Schema schema = registry.getSchema(resource("openapi-3.1.schema.json"), InputFormat.JSON);
        Schema schemas = registry.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

        assertThat(schema.validate(OPENAPI.tree())).isEmpty();
        assertThat(schema.validate(without(OPENAPI.tree(), "info"))).isNotEmpty();
        OPENAPI.tree()
                .at("/components/schemas")
                .forEachEntry((name, one) ->
                        assertThat(schemas.validate(one)).as(name).isEmpty());
    }

    @Test
    void every_reference_leads_somewhere_and_everything_is_referred_to() {
        for (JsonNode document : List.of(SWAGGER.tree(), OPENAPI.tree())) {
            Set<String> references = document.findValuesAsString("$ref").stream()
                    .map(reference -> reference.substring(1))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(references).isEqualTo(named(document));
        }
    }

    /** Where something stands that can be referred to, in either document. */
    private static Set<String> named(JsonNode document) {
        return Stream.of(
                        "/definitions",
                        "/parameters",
                        "/responses",
                        "/components/schemas",
                        "/components/parameters",
                        "/components/responses")
                .flatMap(at -> document.at(at).propertyNames().stream().map(name -> at + "/" + name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_operation_has_an_id_of_its_own_and_the_parameters_of_its_path() {
        List<String> ids = new ArrayList<>();
        SWAGGER.eachOperation((item, operation) -> {
            Set<String> places = Pattern.compile("\\{([^}]*)\\}")
                    .matcher(operation.path())
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
            assertThat(SWAGGER.parameters(item, "path").keySet())
                    .as(operation.path())
                    .isEqualTo(places);
            ids.add(operation.tree().path("operationId").asString());
        });

        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void every_type_that_is_produced_is_in_both() {
        Map<String, Set<String>> produced = new TreeMap<>();
        SWAGGER.eachOperation((item, operation) -> operation
                .tree()
                .path("produces")
                .forEach(type -> types(produced, operation).add(type.asString())));
        Map<String, Set<String>> contents = new TreeMap<>();
        OPENAPI.eachOperation((item, operation) -> operation
                .tree()
                .path("responses")
                .forEach(response -> types(contents, operation)
                        .addAll(response.path("content").propertyNames())));
        contents.keySet().retainAll(produced.keySet());

        assertThat(contents).isEqualTo(produced);
    }

    private static Set<String> types(Map<String, Set<String>> all, Described.Operation operation) {
        return all.computeIfAbsent(operation.method() + " " + operation.path(), fresh -> new TreeSet<>());
    }

    private static JsonNode without(JsonNode document, String... names) {
        return ((ObjectNode) document.deepCopy()).without(List.of(names));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ApiDocumentTest.class.getResourceAsStream(name));
    }
}
