package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** That the schema of the values knows them all, and nothing else. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartSchemaTest {

    private static final JsonNode SCHEMA = JsonMapper.shared().readTree(Path.of("helm/values.schema.json"));

    /** Places of the objects whose names are the chart's own. */
    static List<String> groups() {
        List<String> groups = new ArrayList<>();
        collect("", SCHEMA, groups);
        return groups;
    }

    private static void collect(String place, JsonNode schema, List<String> into) {
        JsonNode meant = meant(schema);
        if (meant.has("properties")) {
            into.add(place);
            meant.path("properties").forEachEntry((name, value) -> collect(place + "/" + name, value, into));
        }
    }

    private static JsonNode meant(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : SCHEMA.at(reference.substring(1));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void a_misspelt_name_is_refused_wherever_it_is(String place) {
        ObjectNode values = Chart.values("minimal-values.yaml");
        ObjectNode group = place.isEmpty() ? values : values.withObject(place);
        group.put("misspelt", "x");
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("at '" + place + "'")
                .hasMessageContaining("misspelt");
    }

    @Test
    void there_is_a_default_of_every_value_and_every_value_is_described() {
        List<String> described = new ArrayList<>();
        groups().forEach(place -> {
            JsonNode schema = SCHEMA;
            for (String name :
                    place.isEmpty() ? new String[0] : place.substring(1).split("/")) {
                schema = meant(schema.path("properties").path(name));
            }
            schema.path("properties").propertyNames().forEach(name -> described.add(place + "/" + name));
        });
        assertThat(described)
                .filteredOn(place -> !place.equals("/global") && !optional(place))
                .allSatisfy(place -> assertThat(Chart.defaults().at(place).isMissingNode())
                        .as(place)
                        .isFalse());
    }

    /** Kubernetes' own names, of which not all are used. */
    private static boolean optional(String place) {
        return place.startsWith("/probes/") || place.startsWith("/strategy/");
    }
}
