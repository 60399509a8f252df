package io.playhead.service;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** A document of the API, as it is served. */
record Described(JsonNode tree) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    static Described by(String path) {
        return new Described(ApiDocument.tree(
                RawHttp.once(RunningPlayhead.shared().port(), "GET", path).text()));
    }

    /** @param path as the document has it @param method in small letters */
    record Operation(String path, String method, JsonNode tree) {}

    void eachOperation(BiConsumer<JsonNode, Operation> seen) {
        tree.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    if (METHODS.contains(method)) {
                        seen.accept(item, new Operation(path, method, operation));
                    }
                }));
    }

    JsonNode get(String path) {
        return tree.path("paths").path(path).path("get");
    }

    /** By name. @param item a path or an operation @param in where they stand in a request */
    Map<String, JsonNode> parameters(JsonNode item, String in) {
        Map<String, JsonNode> parameters = new TreeMap<>();
        for (JsonNode given : item.path("parameters")) {
            String reference = given.path("$ref").asString("");
            JsonNode parameter = reference.isEmpty() ? given : tree.at(reference.substring(1));
            if (parameter.path("in").asString().equals(in)) {
                parameters.put(parameter.path("name").asString(), parameter);
            }
        }
        return parameters;
    }
}
