package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.packaging.Chart.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is rendered is what Kubernetes takes. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartManifestsTest {

    static List<String> sets() {
        return Chart.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void kubernetes_knows_every_field_of_every_manifest(String set) {
        assertThat(Chart.render(Chart.values(set)).all())
                .isNotEmpty()
                .allSatisfy(manifest -> assertThat(ApiServer.admit(manifest)).isNotNull());
    }

    @ParameterizedTest
    @CsvSource({
        "/metadata,labls,x,labls",
        "/spec,replica,1,replica",
        "/spec/template/spec,terminationGracePeriodSeconds,soon,terminationGracePeriodSeconds",
        "/spec/template/spec/containers/0,livenessprobe,x,livenessprobe"
    })
    void a_field_that_it_does_not_know_would_be_noticed(String place, String field, String value, String told) {
        JsonNode deployment = Chart.render(Chart.values("minimal-values.yaml")).deployment();
        ((ObjectNode) deployment.at(place)).put(field, value);
        assertThatThrownBy(() -> ApiServer.admit(deployment)).hasMessageContaining(told);
    }

    @Test
    void a_number_where_a_text_belongs_would_be_noticed() {
        JsonNode deployment = Chart.render(Chart.values("minimal-values.yaml")).deployment();
        deployment.withObject("/metadata/annotations").put("port", 9298);
        assertThatThrownBy(() -> ApiServer.admit(deployment)).hasMessageContaining("String");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void no_two_manifests_have_one_name(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        assertThat(manifests.all().stream()
                        .map(manifest -> manifest.path("kind") + " " + manifest.at("/metadata/name")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void every_manifest_says_whose_it_is(String set) {
        assertThat(Chart.render(Chart.values(set)).all()).allSatisfy(manifest -> {
            JsonNode labels = manifest.at("/metadata/labels");
            assertThat(labels.path("app.kubernetes.io/instance").asString()).isEqualTo("calls");
            assertThat(labels.path("app.kubernetes.io/managed-by").asString()).isEqualTo("Helm");
        });
    }

    @Test
    void the_longest_names_still_are_names() {
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.put("fullnameOverride", "a".repeat(63)).put("nameOverride", "b".repeat(63));
        assertThat(Chart.render(values).all()).allSatisfy(manifest -> {
            assertThat(manifest.at("/metadata/name").asString()).hasSizeLessThanOrEqualTo(63);
            assertThat(manifest.at("/metadata/labels").values())
                    .allSatisfy(label -> assertThat(label.asString()).hasSizeLessThanOrEqualTo(63));
        });
    }
}
