package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.packaging.Chart.Kind;
import io.playhead.packaging.Chart.Manifests;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whom the network lets through. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartPolicyTest {

    private static final String NAMESPACE = "kubernetes.io/metadata.name";

    private static final Peer PROMETHEUS =
            new Peer(Map.of(NAMESPACE, "monitoring"), Map.of("app.kubernetes.io/name", "prometheus"));
    private static final Peer NGINX =
            new Peer(Map.of(NAMESPACE, "ingress-nginx"), Map.of("app.kubernetes.io/name", "ingress-nginx"));
    private static final Peer STRANGER = new Peer(Map.of(NAMESPACE, "shop"), Map.of());

    /** A pod somewhere, by the labels of its namespace and its own. */
    private record Peer(Map<String, String> namespace, Map<String, String> pod) {

        /** @param rules {@code ingress} or {@code egress} of a policy; a named port, or a number */
        boolean passes(JsonNode policy, String rules, String port) {
            return policy.at("/spec/" + rules)
                    .valueStream()
                    .filter(rule ->
                            rule.path("ports").findValuesAsString("port").contains(port))
                    .anyMatch(rule -> isOneOf(rule.path(rules.equals("ingress") ? "from" : "to")));
        }

        private boolean isOneOf(JsonNode peers) {
            return peers.isEmpty() || peers.valueStream().anyMatch(this::is);
        }

        private boolean is(JsonNode peer) {
            boolean placed = peer.has("namespaceSelector")
                    ? has(namespace, peer.at("/namespaceSelector/matchLabels"))
                    : "telephony".equals(namespace.get(NAMESPACE));
            return !peer.has("ipBlock") && placed && has(pod, peer.at("/podSelector/matchLabels"));
        }

        private static boolean has(Map<String, String> labels, JsonNode wanted) {
            return Chart.has(Chart.YAML.valueToTree(labels), wanted);
        }
    }

    private static JsonNode policy(ObjectNode values) {
        return Chart.render(values).of(Kind.NetworkPolicy).getFirst();
    }

    private static JsonNode full() {
        return policy(Chart.values("full-values.yaml"));
    }

    private static ObjectNode restricted() {
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.putObject("networkPolicy").put("enabled", true);
        return values;
    }

    @Test
    void nobody_is_kept_out_unless_asked_for() {
        assertThat(Chart.render(Chart.values("minimal-values.yaml")).of(Kind.NetworkPolicy))
                .isEmpty();
    }

    @Test
    void it_is_about_the_pods_of_the_deployment() {
        Manifests manifests = Chart.render(Chart.values("full-values.yaml"));
        assertThat(manifests.of(Kind.NetworkPolicy).getFirst().at("/spec/podSelector"))
                .isEqualTo(manifests.deployment().at("/spec/selector"));
    }

    @Test
    void its_ports_are_the_containers() {
        Manifests manifests = Chart.render(Chart.values("full-values.yaml"));
        List<String> named = manifests
                .of(Kind.NetworkPolicy)
                .getFirst()
                .at("/spec/ingress")
                .valueStream()
                .flatMap(rule -> rule.path("ports").findValuesAsString("port").stream())
                .toList();
        assertThat(named)
                .containsExactlyElementsOf(manifests.container().path("ports").findValuesAsString("name"));
    }

    @Test
    void clients_reach_the_api_and_others_do_not() {
        assertThat(NGINX.passes(full(), "ingress", "http")).isTrue();
        assertThat(STRANGER.passes(full(), "ingress", "http")).isFalse();
    }

    @Test
    void everybody_reaches_the_api_where_no_clients_are_named() {
        assertThat(STRANGER.passes(policy(restricted()), "ingress", "http")).isTrue();
    }

    @Test
    void prometheus_reaches_the_management_port_and_others_do_not() {
        assertThat(PROMETHEUS.passes(full(), "ingress", "management")).isTrue();
        assertThat(NGINX.passes(full(), "ingress", "management")).isFalse();
        assertThat(STRANGER.passes(full(), "ingress", "management")).isFalse();
    }

    @Test
    void nobody_reaches_the_management_port_where_nobody_is_named() {
        assertThat(Stream.of(PROMETHEUS, NGINX, STRANGER))
                .noneMatch(peer -> peer.passes(policy(restricted()), "ingress", "management"));
    }

    @Test
    void what_playhead_itself_reaches_is_free_unless_asked_for() {
        assertThat(policy(restricted()).at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
        assertThat(full().at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    }

    @Test
    void playhead_reaches_names_the_database_and_what_more_is_named() {
        JsonNode egress = full().at("/spec/egress");
        assertThat(egress.at("/0/ports").findValuesAsString("protocol")).containsExactly("UDP", "TCP");
        Peer names = new Peer(Map.of(NAMESPACE, "kube-system"), Map.of());
        assertThat(names.passes(full(), "egress", "53")).isTrue();
        assertThat(STRANGER.passes(full(), "egress", "53")).isFalse();
        assertThat(egress.at("/1/ports/0/port").asInt()).isEqualTo(5433);
        assertThat(egress.at("/1/to/0/ipBlock/cidr").asString()).isEqualTo("192.0.2.7/32");
        assertThat(STRANGER.passes(full(), "egress", "5433")).isFalse();
        assertThat(egress.at("/2/ports/0/port").asInt()).isEqualTo(9497);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db/playhead,5432",
        "postgresql://db:6432/playhead,6432",
        "jdbc:postgresql://[2001:db8::5]/playhead,5432",
        "r2dbc:postgresql://[2001:db8::5]:7000/playhead?sslMode=require,7000",
        "postgresql://10.0.0.5:5433/a:1,5433"
    })
    void the_port_of_the_database_is_its_addresss(String url, int port) {
        ObjectNode values = restricted();
        values.withObject("/database").put("url", url);
        values.withObject("/networkPolicy/egress").put("enabled", true);
        assertThat(policy(values).at("/spec/egress/1/ports/0/port").asInt()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53", "5432"})
    void the_database_and_names_are_anywhere_where_no_peers_are_named(String port) {
        ObjectNode values = restricted();
        values.withObject("/networkPolicy/egress").put("enabled", true);
        assertThat(STRANGER.passes(policy(values), "egress", port)).isTrue();
        assertThat(STRANGER.passes(policy(values), "egress", "443")).isFalse();
    }
}
