package io.playhead.wazoauth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Who Playhead is to wazo-auth. Never prints the key. */
record ServiceKey(String id, String key) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * Reads a file as wazo-auth writes it: {@code service_id} and {@code service_key}.
     *
     * @throws IOException saying what is wrong with it, in none of its words
     */
    static ServiceKey read(Path file) throws IOException {
        JsonNode document = document(file);
        String id = text(document, "service_id");
        String key = text(document, "service_key");
        if (id == null || key == null) {
            throw new IOException(file + " must be YAML with service_id and service_key");
        }
        return new ServiceKey(id, key);
    }

    private static JsonNode document(Path file) throws IOException {
        try {
            return YAML.readTree(Files.readAllBytes(file));
        } catch (JacksonException garbage) {
            // its message would quote the file, the key perhaps
            throw new IOException(file + " is not YAML");
        }
    }

    private static @Nullable String text(JsonNode document, String field) {
        JsonNode value = document.path(field);
        return value.isValueNode() && !value.isNull() && !value.asString().isEmpty() ? value.asString() : null;
    }

    @Override
    public String toString() {
        return "ServiceKey[" + id + "]";
    }
}
