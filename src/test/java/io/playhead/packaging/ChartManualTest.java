package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.packaging.Chart.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.node.ObjectNode;

/** That the manual's page of Kubernetes is about this chart. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartManualTest {

    /** But no file. */
    private static final Pattern CODE = Pattern.compile("`([A-Za-z.]+)(?<!\\.yaml)`");

    private static final Pattern SETTING = Pattern.compile("--set ([A-Za-z.]+)=(\\S+)");

    private final String page = Files.readString(Path.of("src/docs/kubernetes.md"));

    ChartManualTest() throws IOException {}

    /** What is in code and begins like a value. */
    private Set<String> named() {
        Set<String> groups = Set.copyOf(Chart.defaults().propertyNames());
        return CODE.matcher(page)
                .results()
                .map(match -> match.group(1))
                .filter(name -> groups.contains(name.replaceFirst("\\..*", "")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_value_that_it_names_is_there() {
        assertThat(named())
                .filteredOn(name -> !name.startsWith("config.") && !name.startsWith("strategy."))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Chart.defaults()
                                .at("/" + name.replace('.', '/'))
                                .isMissingNode())
                        .as(name)
                        .isFalse());
    }

    @Test
    void it_names_every_group_of_values() {
        assertThat(named().stream().map(name -> name.replaceFirst("\\..*", "")).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Chart.defaults().propertyNames());
    }

    @Test
    void its_installation_installs() {
        ObjectNode values = Chart.YAML.createObjectNode();
        SETTING.matcher(page).results().forEach(setting -> {
            String place = "/" + setting.group(1).replace('.', '/');
            int last = place.lastIndexOf('/');
            values.withObject(place.substring(0, last)).put(place.substring(last + 1), setting.group(2));
        });
        assertThat(values.isEmpty()).isFalse();
        assertThat(Chart.render(values).of(Kind.Deployment)).hasSize(1);
    }
}
