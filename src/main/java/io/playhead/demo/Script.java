package io.playhead.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The people and calls of the demonstration, as {@code demonstration.yaml} has them. */
record Script(Map<String, Person> people, List<ScriptedCall> calls) {

    /** @param tenant {@code parent} or {@code child} */
    record Person(String name, String extension, int line, UUID uuid, String tenant) {}

    /**
     * @param ago how long before now it started
     * @param from key of a person, or name and number of somebody outside
     * @param answeredAfter null if nobody answered
     * @param lasts from the answer, or from the start if there was none
     */
    record ScriptedCall(
            Duration ago,
            Object from,
            Object to,
            String direction,
            @JsonProperty("answered-after") @Nullable Duration answeredAfter,
            Duration lasts,
            @Nullable List<String> tags,
            String conversation,
            @Nullable List<ScriptedRecording> recordings) {

        List<ScriptedRecording> recorded() {
            return recordings == null ? List.of() : recordings;
        }
    }

    /** @param damage what is done to it after it was registered: missing, header-only, truncated or deleted */
    record ScriptedRecording(
            UUID uuid,
            String file,
            @JsonProperty("starts-after") Duration startsAfter,
            @Nullable String damage) {}

    Person person(String key) {
        return Objects.requireNonNull(people.get(key), key);
    }

    static Script load() {
        try (InputStream yaml = Objects.requireNonNull(
                Script.class.getResourceAsStream("/demo/demonstration.yaml"), "demonstration.yaml")) {
            return YAMLMapper.builder().build().readValue(yaml, Script.class);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
