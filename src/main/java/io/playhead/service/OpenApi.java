package io.playhead.service;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes OpenAPI 3.1 of Swagger 2.0, as far as our own document goes: bodies are parameters of their operation, never
 * references, and a response that is a reference is JSON, whatever its operation produces.
 */
final class OpenApi {

    private static final String JSON = "application/json";
    private static final String NULLABLE = "x-nullable";
    private static final Map<String, String> PLACES = Map.of(
            "#/definitions/", "#/components/schemas/",
            "#/parameters/", "#/components/parameters/",
            "#/responses/", "#/components/responses/");

    /** What Swagger says of a parameter or header itself, and OpenAPI of its schema. */
    private static final List<String> OF_SCHEMA = List.of(
            "type", "format", "items", "enum", "default", "pattern", "minimum", "maximum", "minLength", "maxLength");

    private final JsonNode produces;
    private final JsonNode consumes;

    private OpenApi(JsonNode swagger) {
        this.produces = swagger.path("produces");
        this.consumes = swagger.path("consumes");
    }

    static ObjectNode of(JsonNode swagger) {
        return new OpenApi(swagger).document(swagger);
    }

    private ObjectNode document(JsonNode swagger) {
        ObjectNode api = object().put("openapi", "3.1.1");
        api.set("info", swagger.path("info"));
        api.putArray("servers").addObject().set("url", swagger.path("basePath"));
        api.set("tags", swagger.path("tags"));
        ObjectNode components = object();
        components.set("schemas", each(swagger.path("definitions"), OpenApi::schema));
        components.set("parameters", each(swagger.path("parameters"), OpenApi::parameter));
        components.set("responses", each(swagger.path("responses"), response -> response(response, produces)));
        components.set("securitySchemes", swagger.path("securityDefinitions").deepCopy());
        api.set("security", swagger.path("security").deepCopy());
        addBearer(api.withArray("security"), components.withObject("securitySchemes"));
        api.set("paths", each(swagger.path("paths"), this::item));
        api.set("components", components);
        return api;
    }

    /** call-logd knows none, so that its document cannot say so. */
    private static void addBearer(ArrayNode security, ObjectNode schemes) {
        security.addObject().putArray("bearer");
        schemes.putObject("bearer").put("type", "http").put("scheme", "bearer");
    }

    private ObjectNode item(JsonNode item) {
        ObjectNode converted = object();
        item.forEachEntry((name, value) ->
                converted.set(name, name.equals("parameters") ? all(value, OpenApi::parameter) : operation(value)));
        return converted;
    }

    private ObjectNode operation(JsonNode operation) {
        ObjectNode converted = object();
        operation.forEachEntry((name, value) -> {
            switch (name) {
                case "parameters" -> parameters(value, operation, converted);
                case "responses" -> {
                    JsonNode types = operation.optional("produces").orElse(produces);
                    converted.set(name, each(value, response -> response(response, types)));
                }
                case "produces", "consumes" -> {}
                default -> converted.set(name, value);
            }
        });
        return converted;
    }

    private void parameters(JsonNode parameters, JsonNode operation, ObjectNode into) {
        ArrayNode others = into.arrayNode();
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asString("").equals("formData")) {
                form(parameter, into.withObject("requestBody"));
            } else if (parameter.path("in").asString("").equals("body")) {
                ObjectNode body = into.putObject("requestBody");
                copy(parameter, body, List.of("description", "required"));
                JsonNode types = operation.optional("consumes").orElse(consumes);
                body.set("content", content(parameter.path("schema"), types));
            } else {
                others.add(parameter(parameter));
            }
        }
        into.set("parameters", others);
    }

    /** One part of a form. */
    private static void form(JsonNode parameter, ObjectNode body) {
        String name = parameter.path("name").asString();
        ObjectNode schema = body.put("required", true)
                .withObject("content")
                .withObject("multipart/form-data")
                .withObject("schema")
                .put("type", "object");
        ObjectNode part = schema.withObject("properties").withObject(name);
        copy(parameter, part, List.of("description"));
        part.put("type", "string");
        if (parameter.path("type").asString().equals("file")) {
            part.put("format", "binary");
        }
        schema.withArray("required").add(name);
    }

    private static ObjectNode parameter(JsonNode parameter) {
        if (parameter.has("$ref")) {
            return schema(parameter);
        }
        ObjectNode converted = object();
        copy(parameter, converted, List.of("name", "in", "description", "required"));
        if (parameter.path("collectionFormat").asString("").equals("csv")) {
            converted.put("style", "form").put("explode", false);
        }
        return withSchema(parameter, converted);
    }

    private static ObjectNode response(JsonNode response, JsonNode types) {
        if (response.has("$ref")) {
            return schema(response);
        }
        ObjectNode converted = object();
        copy(response, converted, List.of("description"));
        response.optional("headers").ifPresent(headers -> converted.set("headers", each(headers, OpenApi::header)));
        response.optional("schema").ifPresent(schema -> converted.set("content", content(schema, types)));
        return converted;
    }

    private static ObjectNode header(JsonNode header) {
        ObjectNode converted = object();
        copy(header, converted, List.of("description"));
        return withSchema(header, converted);
    }

    /** The schema is that of JSON; what else there is, is text or a file. */
    private static ObjectNode content(JsonNode schema, JsonNode types) {
        boolean file = schema.path("type").asString("").equals("file");
        ObjectNode content = object();
        for (JsonNode type : types) {
            ObjectNode media = content.putObject(type.asString());
            if (!file) {
                media.set("schema", type.asString().equals(JSON) ? schema(schema) : object().put("type", "string"));
            }
        }
        return content;
    }

    private static ObjectNode withSchema(JsonNode from, ObjectNode to) {
        ObjectNode schema = object();
        copy(from, schema, OF_SCHEMA);
        return to.set("schema", schema);
    }

    /** References lead to their new places; what may be null says so by its type. */
    private static ObjectNode schema(JsonNode schema) {
        ObjectNode converted = object();
        schema.forEachEntry((name, value) -> {
            if (name.equals("$ref")) {
                converted.put(name, moved(value.asString()));
            } else if (!name.equals(NULLABLE)) {
                converted.set(name, value.isObject() ? schema(value) : value);
            }
        });
        if (schema.path(NULLABLE).asBoolean(false)) {
            converted.putArray("type").add(schema.path("type")).add("null");
            schema.optional("enum")
                    .ifPresent(choices -> converted.set(
                            "enum", ((ArrayNode) choices).deepCopy().addNull()));
        }
        return converted;
    }

    private static String moved(String reference) {
        return PLACES.entrySet().stream()
                .filter(place -> reference.startsWith(place.getKey()))
                .map(place ->
                        place.getValue() + reference.substring(place.getKey().length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(reference));
    }

    private static ObjectNode each(JsonNode named, Function<JsonNode, JsonNode> conversion) {
        ObjectNode converted = object();
        named.forEachEntry((name, value) -> converted.set(name, conversion.apply(value)));
        return converted;
    }

    private static ArrayNode all(JsonNode listed, Function<JsonNode, JsonNode> conversion) {
        ArrayNode converted = JsonNodeFactory.instance.arrayNode();
        listed.forEach(value -> converted.add(conversion.apply(value)));
        return converted;
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> names) {
        names.forEach(name -> from.optional(name).ifPresent(value -> to.set(name, value)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
