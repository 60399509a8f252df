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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How many replicas there are, and how many may go at a time. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartScalingTest {

    private static ObjectNode minimal() {
        return Chart.values("minimal-values.yaml");
    }

    private static ObjectNode scaled() {
        ObjectNode values = minimal();
        values.putObject("autoscaling").put("enabled", true);
        return values;
    }

    private static JsonNode scaler(ObjectNode values) {
        return Chart.render(values).of(Kind.HorizontalPodAutoscaler).getFirst().path("spec");
    }

    private static List<JsonNode> budgets(ObjectNode values) {
        return Chart.render(values).of(Kind.PodDisruptionBudget);
    }

    private static JsonNode budget(ObjectNode values) {
        return budgets(values).getFirst().path("spec");
    }

    @Test
    void the_number_of_replicas_is_the_given_one() {
        Manifests manifests = Chart.render(minimal().put("replicaCount", 4));
        assertThat(manifests.deployment().at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(manifests.of(Kind.HorizontalPodAutoscaler)).isEmpty();
    }

    @Test
    void an_upgrade_does_not_undo_what_the_scaler_did() {
        Manifests manifests = Chart.render(scaled());
        assertThat(manifests.deployment().path("spec").has("replicas")).isFalse();
    }

    @Test
    void the_scaler_scales_this_deployment() {
        Manifests manifests = Chart.render(scaled());
        JsonNode target = manifests.of(Kind.HorizontalPodAutoscaler).getFirst().at("/spec/scaleTargetRef");
        JsonNode deployment = manifests.deployment();
        assertThat(target.path("apiVersion")).isEqualTo(deployment.path("apiVersion"));
        assertThat(target.path("kind")).isEqualTo(deployment.path("kind"));
        assertThat(target.path("name")).isEqualTo(deployment.at("/metadata/name"));
    }

    @Test
    void it_goes_by_the_processor_unless_told_otherwise() {
        JsonNode metrics = scaler(scaled()).path("metrics");
        assertThat(metrics.size()).isOne();
        assertThat(metrics.at("/0/resource/name").asString()).isEqualTo("cpu");
        assertThat(metrics.at("/0/resource/target/averageUtilization").asInt()).isEqualTo(70);
    }

    @Test
    void it_goes_by_all_that_it_is_told() {
        JsonNode scaler = scaler(Chart.values("autoscaled-values.yaml"));
        assertThat(scaler.path("minReplicas").asInt()).isEqualTo(3);
        assertThat(scaler.path("maxReplicas").asInt()).isEqualTo(12);
        assertThat(scaler.path("metrics").findValuesAsString("averageUtilization"))
                .containsExactly("60", "80");
        assertThat(scaler.at("/metrics/2/pods/metric/name").asString()).isEqualTo("playhead_http_active_streams");
    }

    @Test
    void pods_go_one_by_one_and_not_before_listeners_have_had_their_time() {
        ObjectNode values = scaled();
        JsonNode down = scaler(values).at("/behavior/scaleDown");
        int grace =
                Chart.render(values).pod().path("terminationGracePeriodSeconds").asInt();
        assertThat(down.path("policies").size()).isOne();
        assertThat(down.at("/policies/0/type").asString()).isEqualTo("Pods");
        assertThat(down.at("/policies/0/value").asInt()).isOne();
        assertThat(down.at("/policies/0/periodSeconds").asInt()).isGreaterThan(grace);
        assertThat(down.path("stabilizationWindowSeconds").asInt()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void a_scaler_with_nothing_to_go_by_is_refused() {
        ObjectNode values = scaled();
        values.withObject("/autoscaling").putNull("cpuPercent");
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("cpuPercent, memoryPercent or metrics");
    }

    @Test
    void a_share_of_nothing_requested_is_refused() {
        ObjectNode values = scaled();
        values.withObject("/resources/requests").putNull("cpu");
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("autoscaling.cpuPercent is a part of resources.requests.cpu");
        values.withObject("/resources/limits").put("cpu", 2);
        assertThat(scaler(values).path("metrics").size())
                .as("a limit is a request too")
                .isOne();
    }

    @Test
    void fewer_at_most_than_at_least_is_refused() {
        ObjectNode values = scaled();
        values.withObject("/autoscaling").put("minReplicas", 7);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("autoscaling.minReplicas must not be more than autoscaling.maxReplicas");
    }

    @Test
    void a_volume_of_one_node_is_refused_where_the_scaler_may_start_a_second_pod() {
        ObjectNode values = scaled();
        values.putObject("recordings").putObject("newClaim").put("size", "1Gi");
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("must have ReadWriteMany");
        values.withObject("/autoscaling").put("minReplicas", 1).put("maxReplicas", 1);
        assertThat(Chart.render(values).of(Kind.HorizontalPodAutoscaler)).hasSize(1);
    }

    @Test
    void one_replica_has_no_budget_that_would_hold_up_a_drain_for_ever() {
        assertThat(budgets(minimal())).isEmpty();
    }

    @Test
    void several_replicas_go_one_at_a_time() {
        assertThat(budget(minimal().put("replicaCount", 2))
                        .path("maxUnavailable")
                        .asInt())
                .isOne();
        assertThat(budget(scaled()).path("maxUnavailable").asInt()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"true,1,1", "false,3,0", "auto,1,0", "auto,3,1"})
    void the_budget_is_there_when_asked_for(String enabled, int replicas, int budgets) {
        ObjectNode values = minimal().put("replicaCount", replicas);
        values.putObject("podDisruptionBudget").set("enabled", Chart.YAML.readTree(enabled));
        assertThat(budgets(values)).hasSize(budgets);
    }

    @Test
    void what_is_given_takes_the_place_of_one_at_a_time() {
        JsonNode least = budget(Chart.values("full-values.yaml"));
        assertThat(least.path("minAvailable").asString()).isEqualTo("50%");
        assertThat(least.has("maxUnavailable")).isFalse();
        JsonNode most = budget(Chart.values("autoscaled-values.yaml"));
        assertThat(most.path("maxUnavailable").asInt()).isEqualTo(2);
        assertThat(most.has("minAvailable")).isFalse();
    }

    @Test
    void none_at_all_is_a_number_too() {
        ObjectNode values = minimal().put("replicaCount", 2);
        values.putObject("podDisruptionBudget").put("maxUnavailable", 0);
        assertThat(budget(values).path("maxUnavailable").asInt(-1)).isZero();
    }

    @Test
    void both_bounds_are_refused() {
        ObjectNode values = minimal().put("replicaCount", 2);
        values.putObject("podDisruptionBudget").put("minAvailable", 1).put("maxUnavailable", 0);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("only one of podDisruptionBudget.minAvailable and .maxUnavailable");
    }

    @Test
    void the_budget_counts_the_pods_of_the_deployment() {
        Manifests manifests = Chart.render(minimal().put("replicaCount", 2));
        assertThat(manifests.of(Kind.PodDisruptionBudget).getFirst().at("/spec/selector"))
                .isEqualTo(manifests.deployment().at("/spec/selector"));
    }

    @Test
    void a_pod_that_serves_nobody_may_go_where_kubernetes_can_say_so() {
        ObjectNode values = minimal().put("replicaCount", 2);
        String field = "unhealthyPodEvictionPolicy";
        assertThat(budget(values).path(field).asString()).isEqualTo("AlwaysAllow");
        assertThat(Chart.render(values, "1.25.0")
                        .of(Kind.PodDisruptionBudget)
                        .getFirst()
                        .path("spec")
                        .has(field))
                .isFalse();
    }
}
