package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.packaging.Chart.Kind;
import io.playhead.packaging.Chart.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the chart's recordings lie. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartVolumeTest {

    static List<String> sets() {
        return Chart.sets();
    }

    /** With a new claim of this mode. */
    private static ObjectNode claiming(String mode) {
        ObjectNode values = Chart.values("minimal-values.yaml");
        ObjectNode claim = values.putObject("recordings").putObject("newClaim");
        claim.put("size", "10Gi").putArray("accessModes").add(mode);
        return values;
    }

    private static String strategy(Manifests manifests) {
        return manifests.deployment().at("/spec/strategy/type").asString();
    }

    @Test
    void recordings_come_from_a_claim_that_exists() {
        Manifests manifests = Chart.render(Chart.values("minimal-values.yaml"));
        JsonNode volume = manifests.volume("recordings");
        assertThat(volume.at("/persistentVolumeClaim/claimName").asString()).isEqualTo("recordings");
        assertThat(volume.has("hostPath")).isFalse();
        assertThat(manifests.of(Kind.PersistentVolumeClaim)).isEmpty();
    }

    @Test
    void recordings_come_from_a_folder_of_the_node() {
        Manifests manifests = Chart.render(Chart.values("host-path-values.yaml"));
        JsonNode volume = manifests.volume("recordings");
        assertThat(volume.at("/hostPath/path").asString()).isEqualTo("/var/lib/wazo/sounds/tenants");
        assertThat(volume.has("persistentVolumeClaim")).isFalse();
        assertThat(manifests.mount("recordings").path("readOnly").asBoolean()).isTrue();
        assertThat(manifests.of(Kind.PersistentVolumeClaim)).isEmpty();
    }

    @Test
    void recordings_come_from_a_claim_that_is_made() {
        Manifests manifests = Chart.render(Chart.values("autoscaled-values.yaml"));
        JsonNode claim = manifests.of(Kind.PersistentVolumeClaim).getFirst();
        assertThat(manifests
                        .volume("recordings")
                        .at("/persistentVolumeClaim/claimName")
                        .asString())
                .isEqualTo("calls-playhead-recordings")
                .isEqualTo(claim.at("/metadata/name").asString());
        assertThat(claim.at("/spec/resources/requests/storage").asString()).isEqualTo("2Ti");
        assertThat(claim.at("/spec/storageClassName").asString()).isEqualTo("shared");
        assertThat(claim.at("/spec/accessModes").toString()).isEqualTo("[\"ReadWriteMany\"]");
        assertThat(claim.at("/metadata/annotations").path("example/backup").asString())
                .isEqualTo("nightly");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void the_program_looks_where_they_are_mounted(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        assertThat(Chart.YAML
                        .readTree(manifests.configuration())
                        .at("/playhead/storage/disk/roots/0/path")
                        .asString())
                .isEqualTo(manifests.mount("recordings").path("mountPath").asString());
    }

    @Test
    void a_claim_that_was_made_outlives_the_release() {
        JsonNode annotations = Chart.render(claiming("ReadWriteOnce"))
                .of(Kind.PersistentVolumeClaim)
                .getFirst()
                .at("/metadata/annotations");
        assertThat(annotations.path("helm.sh/resource-policy").asString()).isEqualTo("keep");
    }

    @Test
    void a_class_that_is_not_named_is_the_clusters_default_and_an_empty_one_is_none() {
        ObjectNode values = claiming("ReadWriteOnce");
        assertThat(spec(values).has("storageClassName")).isFalse();
        values.withObject("/recordings/newClaim").put("storageClassName", "");
        assertThat(spec(values).path("storageClassName").asString("none")).isEmpty();
    }

    private static JsonNode spec(ObjectNode values) {
        return Chart.render(values).of(Kind.PersistentVolumeClaim).getFirst().path("spec");
    }

    @ParameterizedTest
    @CsvSource({
        "claim,     , /folder",
        "     , 1Gi, /folder",
        "claim, 1Gi,        ",
        "claim, 1Gi, /folder",
        "     ,     ,        "
    })
    void exactly_one_place_is_taken(String existing, String size, String folder) {
        ObjectNode values = Chart.values("minimal-values.yaml");
        ObjectNode recordings = values.putObject("recordings");
        recordings.put("existingClaim", existing == null ? "" : existing);
        recordings.put("hostPath", folder == null ? "" : folder);
        recordings.putObject("newClaim").put("size", size == null ? "" : size);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining(
                        "exactly one of recordings.existingClaim, recordings.newClaim.size and recordings.hostPath");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReadWriteOnce", "ReadWriteOncePod"})
    void several_replicas_cannot_share_what_one_node_may_mount(String mode) {
        ObjectNode values = claiming(mode).put("replicaCount", 2);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("recordings.newClaim.accessModes must have ReadWriteMany");
    }

    @Test
    void several_replicas_share_what_many_nodes_may_mount() {
        ObjectNode values = claiming("ReadWriteMany").put("replicaCount", 2);
        assertThat(strategy(Chart.render(values))).isEqualTo("RollingUpdate");
    }

    @Test
    void a_pod_leaves_the_volume_before_the_next_comes_where_one_node_may_mount_it() {
        assertThat(strategy(Chart.render(claiming("ReadWriteOnce")))).isEqualTo("Recreate");
    }

    @Test
    void else_the_next_comes_before_a_pod_leaves() {
        JsonNode rolling =
                Chart.render(Chart.values("minimal-values.yaml")).deployment().at("/spec/strategy");
        assertThat(rolling.path("type").asString()).isEqualTo("RollingUpdate");
        assertThat(rolling.at("/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
        assertThat(rolling.at("/rollingUpdate/maxSurge").asInt()).isOne();
    }

    @Test
    void a_strategy_that_is_given_counts() {
        ObjectNode values = claiming("ReadWriteOnce");
        values.putObject("strategy").put("type", "RollingUpdate");
        assertThat(strategy(Chart.render(values))).isEqualTo("RollingUpdate");
    }
}
