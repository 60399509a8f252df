package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.RunningPlayhead;
import io.playhead.packaging.Chart.Kind;
import io.playhead.packaging.Chart.Manifests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What Prometheus scrapes. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartMonitoringTest {

    private static ObjectNode monitored() {
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.putObject("serviceMonitor").put("enabled", true);
        return values;
    }

    private static JsonNode monitor(Manifests manifests) {
        return manifests.of(Kind.ServiceMonitor).getFirst();
    }

    private static List<JsonNode> selected(Manifests manifests) {
        JsonNode labels = monitor(manifests).at("/spec/selector/matchLabels");
        return manifests.of(Kind.Service).stream()
                .filter(service -> Chart.has(service.at("/metadata/labels"), labels))
                .toList();
    }

    @Test
    void a_cluster_need_not_know_of_prometheus() {
        assertThat(Chart.render(Chart.values("minimal-values.yaml")).of(Kind.ServiceMonitor))
                .isEmpty();
    }

    @Test
    void it_selects_the_management_service_and_no_other() {
        Manifests manifests = Chart.render(monitored());
        List<JsonNode> selected = selected(manifests);
        assertThat(selected).hasSize(1);
        JsonNode port = monitor(manifests).at("/spec/endpoints/0/port");
        assertThat(selected.getFirst().at("/spec/ports/0/name")).isEqualTo(port);
        assertThat(selected.getFirst().at("/spec/ports/0/targetPort").asString())
                .isEqualTo("management");
    }

    @Test
    void it_looks_for_it_where_the_release_is_wherever_it_is_itself() {
        JsonNode monitor = monitor(Chart.render(Chart.values("full-values.yaml")));
        assertThat(monitor.at("/metadata/namespace").asString()).isEqualTo("monitoring");
        assertThat(monitor.at("/spec/namespaceSelector/matchNames").toString()).isEqualTo("[\"telephony\"]");
        assertThat(monitor(Chart.render(monitored())).path("metadata").has("namespace"))
                .isFalse();
    }

    @Test
    void what_it_scrapes_is_there() throws Exception {
        String path =
                monitor(Chart.render(monitored())).at("/spec/endpoints/0/path").asString();
        int port = RunningPlayhead.shared().managementPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> scraped = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(scraped.statusCode()).isEqualTo(200);
            assertThat(scraped.body()).contains("playhead_http_active_streams");
        }
    }

    @Test
    void it_is_what_it_is_told_to_be() {
        JsonNode monitor = monitor(Chart.render(Chart.values("full-values.yaml")));
        assertThat(monitor.at("/metadata/labels").path("release").asString()).isEqualTo("prometheus");
        JsonNode endpoint = monitor.at("/spec/endpoints/0");
        assertThat(endpoint.path("interval").asString()).isEqualTo("1m");
        assertThat(endpoint.path("scrapeTimeout").asString()).isEqualTo("45s");
        assertThat(endpoint.at("/relabelings/0/targetLabel").asString()).isEqualTo("node");
        assertThat(endpoint.at("/metricRelabelings/0/action").asString()).isEqualTo("drop");
    }

    @ParameterizedTest
    @CsvSource({"30s,31s", "1m,61s"})
    void a_scrape_that_may_take_longer_than_its_interval_is_refused(String interval, String timeout) {
        ObjectNode values = monitored();
        values.withObject("/serviceMonitor").put("interval", interval).put("scrapeTimeout", timeout);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("serviceMonitor.scrapeTimeout must not be longer");
    }

    @Test
    void a_management_port_that_speaks_tls_is_refused() {
        ObjectNode values = monitored();
        values.withObject("/config/management/server/ssl").put("enabled", true);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("config.management.server.ssl.enabled must stay false");
    }

    @Test
    void a_policy_that_shuts_prometheus_out_is_refused() {
        ObjectNode values = monitored();
        values.putObject("networkPolicy").put("enabled", true);
        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("networkPolicy.monitoring must let Prometheus in");
    }
}
