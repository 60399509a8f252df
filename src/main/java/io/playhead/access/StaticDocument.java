package io.playhead.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/** The static authority's file as written, nothing checked yet: anything may be missing. */
record StaticDocument(
        @Nullable List<@Nullable Tenant> tenants, @Nullable List<@Nullable Token> tokens) {

    /** The parser's own limit, 3 Mi, is met by some ten thousand tokens. */
    private static final int MOST_CHARACTERS = 64 << 20;

    private static final ObjectReader READER = YAMLMapper.builder(YAMLFactory.builder()
                    .loadSettings(LoadSettings.builder()
                            .setCodePointLimit(MOST_CHARACTERS)
                            .build())
                    .build())
            // "parent:" with nothing after it is no parent; a factory of one's own forgets this default
            .enable(YAMLReadFeature.EMPTY_STRING_AS_NULL)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(StaticDocument.class);

    record Tenant(
            @Nullable String uuid,
            @Nullable String name,
            @Nullable String parent) {}

    record Token(
            @Nullable String sha256,
            @Nullable String tenant,
            @Nullable String user,
            @JsonProperty("pbx_user") @Nullable String pbxUser,
            @Nullable List<@Nullable String> acl,
            @Nullable String expires) {}

    /** @throws StaticFileException naming line and field */
    static StaticDocument parse(byte[] yaml) {
        try {
            @Nullable StaticDocument document = READER.readValue(yaml);
            if (document == null) {
                throw new StaticFileException("not one document of tenants and tokens");
            }
            return document;
        } catch (JacksonException broken) {
            throw new StaticFileException(where(broken) + what(broken));
        }
    }

    /** The field; where there is none, the line: of a field the parser only knows how far it has looked ahead. */
    private static String where(JacksonException broken) {
        if (broken.getPath().isEmpty()) {
            return broken.getLocation() == null
                    ? ""
                    : "line " + broken.getLocation().getLineNr() + ": ";
        }
        StringBuilder field = new StringBuilder();
        for (JacksonException.Reference step : broken.getPath()) {
            field.append(step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName());
        }
        return field.deleteCharAt(0).append(": ").toString();
    }

    /** The file's own words are left out: a line may hold a token written there by mistake. */
    private static String what(JacksonException broken) {
        if (broken.getCause() instanceof MarkedYamlEngineException marked) {
            return marked.getProblem()
                    + marked.getProblemMark()
                            .map(mark -> " in line " + (mark.getLine() + 1))
                            .orElse("");
        }
        if (broken instanceof UnrecognizedPropertyException unknown) {
            return "unknown field, expected one of " + unknown.getKnownPropertyIds();
        }
        if (broken instanceof MismatchedInputException) {
            return broken.getPath().isEmpty() ? "not one document of tenants and tokens" : "has the wrong shape";
        }
        return broken.getOriginalMessage();
    }
}
