package io.playhead.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.playhead.packaging.Chart.Kind;
import io.playhead.packaging.Chart.Manifests;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartTest {

    private static final String MINIMAL = "minimal-values.yaml";

    static List<String> sets() {
        return Chart.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void it_lints_strictly(String set) {
        LintResult result = Chart.lint(Chart.values(set));
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void it_lints_with_no_values_at_all() {
        LintResult result = Chart.lint(Chart.defaults());
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void a_broken_chart_would_not_lint() {
        ObjectNode values = Chart.values(MINIMAL);
        values.put("replicaCount", "three");
        assertThat(Chart.lint(values).isFailed()).isTrue();
    }

    @Test
    void it_installs_the_version_that_is_built() throws Exception {
        String built = XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/*[local-name()='project']/*[local-name()='version']",
                        new InputSource(Path.of("pom.xml").toUri().toString()));
        assertThat(built).isNotEmpty();
        assertThat(Chart.render(Chart.values(MINIMAL)).container().path("image").asString())
                .isEqualTo("playhead:" + built);
    }

    /** Else a set of values could be broken by one that no test gives. */
    @Test
    void every_value_is_given_in_some_set() {
        Set<String> given = new TreeSet<>();
        Chart.sets().forEach(set -> leaves("", Chart.values(set), given));
        Set<String> all = new TreeSet<>();
        leaves("", Chart.defaults(), all);
        all.removeIf(value -> given.stream().anyMatch(place -> (place + "/").startsWith(value + "/")));
        assertThat(all).as("given nowhere").isEmpty();
    }

    /** Places of what is no object, or one of the cluster's own names. */
    private static void leaves(String place, JsonNode at, Set<String> into) {
        if (at.isObject() && !at.isEmpty() && !place.endsWith("/annotations")) {
            at.forEachEntry((key, value) -> leaves(place + "/" + key, value, into));
        } else {
            into.add(place);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /database/url                  | database.url must be set
            /database/existingSecret       | database.existingSecret must name a Secret
            /access/existingSecret         | access.existingSecret must name a Secret
            /access/static/existingSecret  | access.static.existingSecret must name a Secret
            /recordings/existingClaim      | exactly one of recordings.existingClaim
            """)
    void what_has_no_default_must_be_given(String value, String told) {
        ObjectNode values = Chart.values(MINIMAL);
        int last = value.lastIndexOf('/');
        ((ObjectNode) values.at(value.substring(0, last))).remove(value.substring(last + 1));
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({
        "/config/playhead/access,secret,access.existingSecret",
        "/config/playhead/access,accepted-secret,access.acceptedSecretKey",
        "/config/playhead/database,password,database.existingSecret",
        "/config/playhead/access/wazo-auth,password,access.wazoAuth.existingSecret",
        "/config,playhead.database.password,must be nested",
        "/config/playhead,access.secret,must be nested",
        "/config/spring,lifecycle.timeout-per-shutdown-phase,must be nested"
    })
    void a_secret_among_the_configuration_is_refused(String place, String key, String told) {
        ObjectNode values = Chart.values(MINIMAL);
        values.withObject(place).put(key, "something that nobody may read");
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({
        "/database,passwort,x",
        "/database,owner,somebody",
        "/database,url,postgresql://user:password@host/database",
        "/recordings,hostPath,relative",
        "/recordings/newClaim,size,big",
        "/recordings/newClaim,accessModes,ReadWriteMany",
        "/strategy,type,Slowly",
        "/autoscaling,minReplicas,two",
        "/autoscaling,cpuPercent,70%",
        "/autoscaling,targetCPU,70",
        "/podDisruptionBudget,enabled,sometimes",
        "/ingress,hosts,calls.example",
        "/serviceMonitor,interval,soon",
        "/networkPolicy,clients,everybody",
        "/networkPolicy/egress,everything,true",
        "/ingress,pathType,Regex",
        "/httpRoute/timeouts,request,1 hour",
        "/httpRoute/timeouts,backendRequest,1d",
        "/httpRoute,hostnames,calls.example",
        "/podDisruptionBudget,minAvailable,half",
        "/shutdown,limitSeconds,soon"
    })
    void a_wrong_or_misspelt_value_is_refused(String place, String key, String value) {
        ObjectNode values = Chart.values(MINIMAL);
        values.withObject(place).put(key, value);
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(key);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void it_makes_no_secret_and_refers_to_those_that_exist(String set) {
        ObjectNode values = Chart.values(set);
        Manifests manifests = Chart.render(values);
        assertThat(manifests.kinds())
                .contains("Deployment", "ConfigMap", "Service")
                .doesNotContain("Secret");
        Set<String> used = new HashSet<>(manifests.pod().path("volumes").findValuesAsString("secretName"));
        manifests.pod().path("volumes").findValues("secret").forEach(secret -> {
            if (secret.has("name")) {
                used.add(secret.path("name").asString());
            }
        });
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(new HashSet<>(values.findValuesAsString("existingSecret")));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void the_probes_ask_the_management_port(String set) {
        JsonNode container = Chart.render(Chart.values(set)).container();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/httpGet/port").asString())
                    .as(probe)
                    .isEqualTo("management");
        }
        assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/readiness");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void it_runs_without_rights_on_a_file_system_that_it_cannot_write(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        JsonNode pod = manifests.pod();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(pod.at("/securityContext/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        JsonNode container = manifests.container().path("securityContext");
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(manifests.volume("tmp").has("emptyDir")).isTrue();
        assertThat(manifests.mount("tmp").path("mountPath").asString()).isEqualTo("/tmp");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void its_ports_are_those_of_the_configuration_and_lead_from_the_services(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        JsonNode configuration = Chart.YAML.readTree(manifests.configuration());
        JsonNode ports = manifests.container().path("ports");
        assertThat(ports.findValuesAsString("name")).containsExactly("http", "management");
        assertThat(ports.at("/0/containerPort").asInt())
                .isEqualTo(configuration.at("/server/port").asInt());
        assertThat(ports.at("/1/containerPort").asInt())
                .isEqualTo(configuration.at("/management/server/port").asInt());
        JsonNode labels = manifests.of(Kind.Deployment).getFirst().at("/spec/template/metadata/labels");
        List<JsonNode> services = manifests.of(Kind.Service);
        assertThat(services)
                .hasSize(2)
                .allSatisfy(service -> service.at("/spec/selector")
                        .forEachEntry((key, value) ->
                                assertThat(labels.path(key)).as(key).isEqualTo(value)));
        assertThat(services.stream()
                        .map(service -> service.at("/spec/ports/0/targetPort").asString()))
                .containsExactly("http", "management");
        assertThat(services.get(1).at("/spec/type").asString())
                .as("health and metrics stay in the cluster")
                .isEqualTo("ClusterIP");
    }

    @Test
    void a_change_of_the_configuration_replaces_the_pods() {
        ObjectNode values = Chart.values(MINIMAL);
        String before = checksum(Chart.render(values));
        values.withObject("/config/playhead/media").put("row-cache", "5s");
        assertThat(checksum(Chart.render(values))).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void the_address_to_listen_on_is_the_configured_one_whatever_the_image_says() {
        JsonNode environment =
                Chart.render(Chart.values("full-values.yaml")).container().path("env");
        assertThat(environment.at("/0/name").asString()).isEqualTo("SERVER_ADDRESS");
        assertThat(environment.at("/0/value").asString()).isEqualTo("::");
    }

    private static String checksum(Manifests manifests) {
        return manifests
                .of(Kind.Deployment)
                .getFirst()
                .at("/spec/template/metadata/annotations")
                .path("checksum/config")
                .asString();
    }
}
