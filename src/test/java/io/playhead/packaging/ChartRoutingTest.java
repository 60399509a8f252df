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

/** How the public reaches the API: nothing buffers, and nothing ends a long answer. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartRoutingTest {

    private static final String NGINX = "nginx.ingress.kubernetes.io/";

    private static ObjectNode ingress() {
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.putObject("ingress").put("enabled", true);
        return values;
    }

    private static ObjectNode route() {
        ObjectNode values = Chart.values("minimal-values.yaml");
        ObjectNode route = values.putObject("httpRoute").put("enabled", true);
        route.putArray("parentRefs").addObject().put("name", "public");
        return values;
    }

    private static JsonNode only(Kind kind, ObjectNode values) {
        List<JsonNode> found = Chart.render(values).of(kind);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void nothing_is_public_unless_asked_for() {
        Manifests manifests = Chart.render(Chart.values("minimal-values.yaml"));
        assertThat(manifests.of(Kind.Ingress)).isEmpty();
        assertThat(manifests.of(Kind.HTTPRoute)).isEmpty();
        assertThat(manifests.of(Kind.Service))
                .allSatisfy(service ->
                        assertThat(service.at("/spec/type").asString()).isEqualTo("ClusterIP"));
    }

    @ParameterizedTest
    @CsvSource({"proxy-buffering,off", "proxy-request-buffering,off", "proxy-max-temp-file-size,0", "proxy-body-size,0"
    })
    void the_ingress_keeps_nothing_of_a_recording(String annotation, String value) {
        JsonNode annotations = only(Kind.Ingress, ingress()).at("/metadata/annotations");
        assertThat(annotations.path(NGINX + annotation).asString()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"proxy-read-timeout", "proxy-send-timeout"})
    void the_ingress_lets_a_listener_pause_for_an_hour(String annotation) {
        JsonNode annotations = only(Kind.Ingress, ingress()).at("/metadata/annotations");
        assertThat(annotations.path(NGINX + annotation).asInt()).isGreaterThanOrEqualTo(3600);
    }

    @Test
    void an_annotation_that_is_given_is_merged_and_counts() {
        JsonNode annotations =
                only(Kind.Ingress, Chart.values("ingress-values.yaml")).at("/metadata/annotations");
        assertThat(annotations.path("cert-manager.io/cluster-issuer").asString())
                .isEqualTo("letsencrypt");
        assertThat(annotations.path(NGINX + "proxy-read-timeout").asString()).isEqualTo("7200");
        assertThat(annotations.path(NGINX + "proxy-buffering").asString()).isEqualTo("off");
        assertThat(annotations.has(NGINX + "proxy-body-size")).isFalse();
    }

    @Test
    void without_names_the_ingress_takes_the_root_of_every_name() {
        JsonNode rules = only(Kind.Ingress, ingress()).at("/spec/rules");
        assertThat(rules.size()).isOne();
        assertThat(rules.at("/0").has("host")).isFalse();
        assertThat(rules.findValuesAsString("path")).containsExactly("/");
    }

    @Test
    void the_ingress_takes_over_the_old_api_alone() {
        JsonNode spec = only(Kind.Ingress, Chart.values("ingress-values.yaml")).path("spec");
        assertThat(spec.path("ingressClassName").asString()).isEqualTo("nginx");
        assertThat(spec.path("rules").findValuesAsString("host")).containsExactly("wazo.example", "calls.example");
        assertThat(spec.path("rules").findValuesAsString("path")).containsOnly("/api/call-logd");
        assertThat(spec.path("rules").findValuesAsString("pathType")).containsOnly("Prefix");
        assertThat(spec.at("/tls/0/secretName").asString()).isEqualTo("wazo-certificate");
    }

    @Test
    void both_lead_to_the_api_and_never_to_the_management_port() {
        ObjectNode values = Chart.values("ingress-values.yaml");
        values.set("httpRoute", Chart.values("gateway-values.yaml").path("httpRoute"));
        Manifests manifests = Chart.render(values);
        JsonNode api = manifests.of(Kind.Service).getFirst();
        String name = api.at("/metadata/name").asString();
        JsonNode backend = manifests.of(Kind.Ingress).getFirst().at("/spec/rules/0/http/paths/0/backend/service");
        assertThat(backend.path("name").asString()).isEqualTo(name);
        assertThat(backend.at("/port/name")).isEqualTo(api.at("/spec/ports/0/name"));
        JsonNode reference = manifests.of(Kind.HTTPRoute).getFirst().at("/spec/rules/0/backendRefs/0");
        assertThat(reference.path("name").asString()).isEqualTo(name);
        assertThat(reference.path("port")).isEqualTo(api.at("/spec/ports/0/port"));
    }

    @Test
    void a_route_has_no_end_unless_one_is_given() {
        JsonNode timeouts = only(Kind.HTTPRoute, route()).at("/spec/rules/0/timeouts");
        assertThat(timeouts.path("request").asString()).isEqualTo("0s");
        assertThat(timeouts.path("backendRequest").asString()).isEqualTo("0s");
    }

    @Test
    void a_route_is_what_it_is_told_to_be() {
        JsonNode spec =
                only(Kind.HTTPRoute, Chart.values("gateway-values.yaml")).path("spec");
        assertThat(spec.at("/parentRefs/0/name").asString()).isEqualTo("public");
        assertThat(spec.at("/parentRefs/0/sectionName").asString()).isEqualTo("https");
        assertThat(spec.path("hostnames").toString()).isEqualTo("[\"calls.example\"]");
        assertThat(spec.at("/rules/0/matches").toString())
                .isEqualTo("[{\"path\":{\"type\":\"PathPrefix\",\"value\":\"/playhead\"}}]");
        assertThat(spec.at("/rules/0/filters").findValuesAsString("type")).contains("RequestHeaderModifier");
        assertThat(spec.at("/rules/0/timeouts/request").asString()).isEqualTo("2h");
    }

    @ParameterizedTest
    @CsvSource({"0s,90m", "1h30m,90m", "90m,0s", "1s,999ms", "1h,59m59s999ms"})
    void a_backend_may_take_as_long_as_its_request(String request, String backend) {
        ObjectNode values = route();
        values.withObject("/httpRoute/timeouts").put("request", request).put("backendRequest", backend);
        assertThat(only(Kind.HTTPRoute, values)
                        .at("/spec/rules/0/timeouts/backendRequest")
                        .asString())
                .isEqualTo(backend);
    }

    @ParameterizedTest
    @CsvSource({"1h30m,91m", "999ms,1s", "60s,1m1ms"})
    void a_backend_that_may_take_longer_than_its_request_is_refused(String request, String backend) {
        ObjectNode values = route();
        values.withObject("/httpRoute/timeouts").put("request", request).put("backendRequest", backend);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("backendRequest must not be longer than httpRoute.timeouts.request");
    }

    @Test
    void a_route_without_a_gateway_is_refused() {
        ObjectNode values = route();
        values.withObject("/httpRoute").putArray("parentRefs");
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("httpRoute.parentRefs must name a Gateway");
    }

    @Test
    void who_leads_here_is_told_when_the_port_speaks_tls() {
        ObjectNode values = ingress();
        assertThat(only(Kind.Ingress, values).at("/metadata/annotations").has(NGINX + "backend-protocol"))
                .isFalse();
        values.withObject("/config/server/ssl").put("bundle", "public");
        assertThat(only(Kind.Ingress, values)
                        .at("/metadata/annotations")
                        .path(NGINX + "backend-protocol")
                        .asString())
                .isEqualTo("HTTPS");
        assertThat(Chart.render(values).of(Kind.Service).stream()
                        .map(service -> service.at("/spec/ports/0/appProtocol").asString()))
                .containsExactly("https", "http");
    }

    @Test
    void a_secret_with_a_certificate_makes_playhead_speak_tls() {
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.withObject("/tls").put("existingSecret", "certificate").put("certificateKey", "chain.pem");
        Manifests manifests = Chart.render(values);
        JsonNode volume = manifests
                .of(Kind.Deployment)
                .getFirst()
                .at("/spec/template/spec/volumes")
                .valueStream()
                .filter(one -> one.path("name").asString().equals("tls"))
                .findFirst()
                .orElseThrow();
        assertThat(volume.at("/secret/secretName").asString()).isEqualTo("certificate");
        assertThat(volume.at("/secret/items").findValuesAsString("key")).containsExactly("chain.pem", "tls.key");
        assertThat(manifests.configuration())
                .contains("bundle: playhead", "certificate: file:/etc/playhead/tls/tls.crt", "reload-on-update: true");
        assertThat(manifests.of(Kind.Service).stream()
                        .map(service -> service.at("/spec/ports/0/appProtocol").asString()))
                .containsExactly("https", "http");
    }
}
