package io.playhead.service;

import io.playhead.http.ApiRequest;
import io.playhead.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/**
 * {@code GET /api/api.yml} and {@code GET /api/openapi.yml}: the API described by one file that is kept by hand, in Swagger
 * 2.0 as call-logd's clients know it, and in OpenAPI 3.1, made of it. For everybody.
 */
final class ApiDocument {

    private static final String SCHEMES = "\nschemes: [http]\n";
    private static final String BASE_PATH = "\nbasePath: /1.0\n";
    private static final String SERVER = "\n- url: /1.0\n";
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .stringQuotingChecker(new StatusesInQuotes())
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
                    .enable(YAMLWriteFeature.MINIMIZE_QUOTES, YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build())
            .build();

    private final String swagger;
    private final String openApi;

    /** @param swagger with the lines that depend on the public path as they are without one */
    private ApiDocument(String swagger) {
        this.swagger = swagger;
        this.openApi = YAML.writeValueAsString(OpenApi.of(tree(swagger)));
    }

    static ApiDocument load() {
        try (InputStream file = Objects.requireNonNull(ApiDocument.class.getResourceAsStream("api.yml"))) {
            return new ApiDocument(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Mono<Reply> swagger(ApiRequest request) {
        String script = request.script();
        return Mono.fromCallable(() -> reply(
                "application/x-yaml",
                script.isEmpty()
                        ? swagger
                        : swagger.replace(SCHEMES, "\nschemes: [https]\n")
                                .replace(BASE_PATH, "\nbasePath: " + script + "/1.0\n")));
    }

    /** Its server is named by a path: whoever has the document knows the rest of the address. */
    Mono<Reply> openApi(ApiRequest request) {
        return Mono.fromCallable(
                () -> reply("application/yaml", openApi.replace(SERVER, "\n- url: " + request.script() + "/1.0\n")));
    }

    private static Reply reply(String type, String text) {
        return Reply.of(200, type, text.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode tree(String yaml) {
        return YAML.readTree(yaml);
    }

    /** A bare 200 would be read as a number. */
    private static final class StatusesInQuotes extends StringQuotingChecker.Default {

        @Override
        public boolean needToQuoteName(String name) {
            return super.needToQuoteName(name) || name.chars().allMatch(Character::isDigit);
        }
    }
}
