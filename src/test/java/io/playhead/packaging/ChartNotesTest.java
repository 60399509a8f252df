package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** What is said after an installation. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartNotesTest {

    static List<String> sets() {
        return Chart.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void they_say_what_to_ask_next(String set) {
        ObjectNode values = Chart.values(set);
        String name = Chart.render(values).deployment().at("/metadata/name").asString();
        assertThat(Chart.notes(values))
                .contains(
                        "kubectl -n telephony rollout status deployment/" + name + "\n",
                        "helm -n telephony test calls\n",
                        "service " + name + "-management")
                .doesNotContain("{{", "<nil>", "no value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            minimal-values.yaml    | replicas: 1.
            minimal-values.yaml    | on the claim recordings.
            minimal-values.yaml    | port-forward service/calls-playhead 9298:9298
            full-values.yaml       | port-forward service/recordings-gateway 9298:80
            host-path-values.yaml  | in the folder /var/lib/wazo/sounds/tenants of its node.
            autoscaled-values.yaml | with 3 to 12 replicas.
            autoscaled-values.yaml | on the new claim calls-playhead-recordings.
            autoscaled-values.yaml | delete persistentvolumeclaim calls-playhead-recordings
            ingress-values.yaml    | https://calls.example/api/call-logd
            gateway-values.yaml    | calls.example/playhead, by the gateway public
            """)
    void they_say_what_was_installed_and_where_it_is(String set, String said) {
        assertThat(Chart.notes(Chart.values(set))).contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            full-values.yaml    | the claim recordings-nfs must be ReadWriteMany
            full-values.yaml    | a Service of type LoadBalancer is reached from outside
            ingress-values.yaml | config.playhead.http.trusted-proxies is empty
            """)
    void they_warn_of_what_is_risky(String set, String warning) {
        assertThat(Chart.notes(Chart.values(set))).containsPattern("WARNING: .*" + warning);
    }

    @Test
    void they_warn_of_nothing_where_nothing_is_risky() {
        assertThat(Chart.notes(Chart.values("minimal-values.yaml"))).doesNotContain("WARNING");
        assertThat(Chart.notes(Chart.values("gateway-values.yaml"))).doesNotContain("WARNING");
        assertThat(Chart.notes(Chart.values("autoscaled-values.yaml"))).doesNotContain("WARNING");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {replicaCount: 2, recordings: {existingClaim: '', hostPath: /calls}} | a folder /calls of its own
            {replicaCount: 2}                                                    | set recordings.local to false
            {ingress: {enabled: true}}                                           | tokens are sent in the clear
            {config: {server: {shutdown: immediate}}}                            | listens to a pod that goes is cut off
            {replicaCount: 2, podDisruptionBudget: {minAvailable: 2}}            | lets no pod go
            {replicaCount: 2, podDisruptionBudget: {minAvailable: 100%}}         | lets no pod go
            {replicaCount: 2, podDisruptionBudget: {maxUnavailable: 0}}          | lets no pod go
            {podDisruptionBudget: {enabled: true, minAvailable: 1}}              | lets no pod go
            {httpRoute: {enabled: true, parentRefs: [{name: a}]}, config: {server: {ssl: {bundle: b}}}} | BackendTLSPolicy
            """)
    void they_warn_of_each_risk(String more, String warning) {
        assertThat(Chart.notes(minimal(more))).contains("WARNING", warning);
    }

    @Test
    void they_say_that_a_volume_of_one_node_costs_a_pause() {
        assertThat(Chart.notes(minimal("{recordings: {existingClaim: '', newClaim: {size: 1Gi}}}")))
                .contains("an upgrade ends the pod before the next one starts", "up to 30 s")
                .doesNotContain("WARNING");
    }

    private static ObjectNode minimal(String more) {
        ObjectNode values = Chart.values("minimal-values.yaml");
        Chart.merge(values, (ObjectNode) Chart.YAML.readTree(more));
        return values;
    }
}
