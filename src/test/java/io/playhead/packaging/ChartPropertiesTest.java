package io.playhead.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.OwnEventLoops;
import io.playhead.PlayheadApplication;
import io.playhead.RunningPlayhead;
import io.playhead.TestDatabase;
import io.playhead.packaging.Chart.Manifests;
import io.playhead.packaging.Configurable.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.ObjectNode;

/** That the chart's configuration and the program's properties are the same. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's native part is not there")
class ChartPropertiesTest {

    /** These are never in a ConfigMap. */
    private static final Set<String> SECRETS = Set.of("playhead.access.secret", "playhead.database.password");

    /** Refused in the configuration, since a file does as well. */
    private static final Set<String> REFUSED =
            Set.of("playhead.access.wazo-auth.password", "playhead.access.accepted-secret");

    static List<String> sets() {
        return Chart.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void every_property_that_is_rendered_is_one_of_the_program(String set) {
        Manifests manifests = Chart.render(Chart.values(set));
        assertBindsWhole(manifests);
    }

    @Test
    void a_property_that_the_program_does_not_have_would_be_noticed() {
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.putObject("config").putObject("playhead").putObject("media").put("rows-cache", "2s");
        Manifests manifests = Chart.render(values);
        assertThatThrownBy(() -> assertBindsWhole(manifests))
                .hasRootCauseMessage("The elements [playhead.media.rows-cache] were left unbound.");
    }

    @Test
    void every_property_of_the_program_can_be_set() {
        Map<String, Object> wanted = samples();
        assertThat(wanted).containsKeys("playhead.http.stalled", "playhead.storage.disk.roots[0].local");
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.set("config", Chart.YAML.valueToTree(nested(wanted)));
        Manifests manifests = Chart.render(values);
        Map<String, Object> rendered = flat(manifests.configuration());
        assertThat(rendered).containsAllEntriesOf(wanted);
        assertThat(rendered).doesNotContainKeys(SECRETS.toArray(String[]::new));
        assertThat(manifests.secretProperties()).containsExactlyInAnyOrderElementsOf(SECRETS);
    }

    @Test
    void the_program_starts_with_what_the_chart_mounts(@TempDir Path mounted) throws Exception {
        TestDatabase database = TestDatabase.create();
        ObjectNode values = Chart.values("minimal-values.yaml");
        values.withObject("/database").put("url", database.url()).put("username", database.username());
        values.withObject("/recordings").put("mountPath", mounted.toString());
        Path authority = Files.writeString(mounted.resolve("access.yaml"), "tenants: []\ntokens: []\n");
        ObjectNode config = values.putObject("config");
        config.putObject("server").put("address", "127.0.0.1").put("port", 0);
        config.putObject("management").putObject("server").put("port", 0);
        config.withObject("/playhead/access/static").put("file", authority.toString());

        Path folder = Files.createDirectory(mounted.resolve("config"));
        Files.writeString(
                folder.resolve("application.yaml"), Chart.render(values).configuration());
        Path secrets = Files.createDirectory(mounted.resolve("secrets"));
        Files.writeString(secrets.resolve("playhead.database.password"), database.password());
        Files.writeString(secrets.resolve("playhead.access.secret"), RunningPlayhead.SECRET);

        SpringApplication application = new SpringApplication(PlayheadApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(new OwnEventLoops());
        String place = environment(Chart.render(values), "SPRING_CONFIG_ADDITIONAL_LOCATION")
                .replace("/etc/playhead", mounted.toString());
        try (ConfigurableApplicationContext running = application.run("--spring.config.additional-location=" + place)) {
            String port = running.getEnvironment().getRequiredProperty("local.management.port");
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                String path = Chart.render(values)
                        .container()
                        .path(probe)
                        .at("/httpGet/path")
                        .asString();
                assertThat(status("http://127.0.0.1:" + port + path)).as(path).isEqualTo(200);
            }
        }
    }

    private static String environment(Manifests manifests, String name) {
        return manifests
                .container()
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asString().equals(name))
                .map(variable -> variable.path("value").asString())
                .findFirst()
                .orElseThrow();
    }

    private static int status(String uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /** Binds as the program does, and leaves nothing over. */
    private static void assertBindsWhole(Manifests manifests) {
        List<Configurable> all = Configurable.all();
        Map<String, Object> rendered = flat(manifests.configuration());
        assertThat(rendered.keySet())
                .filteredOn(name -> name.startsWith("playhead."))
                .isNotEmpty()
                .allMatch(name -> all.stream().anyMatch(known -> known.owns(name)));
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new MapPropertySource("configuration", rendered));
        sources.addLast(new MapPropertySource(
                "secrets",
                manifests.secretProperties().stream().collect(toMap(name -> name, name -> RunningPlayhead.SECRET))));
        Binder binder = new Binder(ConfigurationPropertySources.from(sources));
        for (Configurable known : all) {
            Object bound = binder.bindOrCreate(
                    known.prefix(),
                    Bindable.of(known.type()).withBindMethod(BindMethod.VALUE_OBJECT),
                    known.hasOthersBelow()
                            ? BindHandler.DEFAULT
                            : new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
            assertThat(bound).as(known.prefix()).isNotNull();
        }
    }

    private static Map<String, Object> samples() {
        return Configurable.all().stream()
                .flatMap(known -> known.properties().stream())
                .filter(property -> !SECRETS.contains(property.name()) && !REFUSED.contains(property.name()))
                .flatMap(property -> sample(property).entrySet().stream())
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A value that no default is. */
    private static Map<String, Object> sample(Property property) {
        String name = property.name();
        if (!(property.type() instanceof Class<?> type)) {
            return Map.of(name + "[0]", "192.0.2.1");
        }
        if (type.isEnum()) {
            Object[] constants = Objects.requireNonNull(type.getEnumConstants());
            return Map.of(name, constants[constants.length - 1].toString());
        }
        return Map.of(
                name,
                switch (type.getSimpleName()) {
                    case "boolean" -> false;
                    case "int", "Integer" -> 77;
                    case "Duration" -> "77s";
                    case "URI" -> "https://objects.example.org";
                    case "ZoneId" -> "Europe/Berlin";
                    case "UUID" -> "0a3a8f5e-9f0e-4f2f-8b9c-0a7c0e1d2f3b";
                    case "DataSize" -> DataSize.ofKilobytes(7).toString();
                    case "String", "Path" -> "/sample/of/" + name;
                    default -> throw new AssertionError("no sample of " + property);
                });
    }

    /** {@code a.b[0].c} as maps and lists of one. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> nested(Map<String, Object> flat) {
        Map<String, Object> root = new LinkedHashMap<>();
        flat.forEach((name, value) -> {
            Map<String, Object> at = root;
            String[] steps = name.split("\\.");
            for (int step = 0; step < steps.length; step++) {
                boolean last = step == steps.length - 1;
                boolean list = steps[step].endsWith("[0]");
                String key = list ? steps[step].substring(0, steps[step].length() - 3) : steps[step];
                if (last) {
                    at.put(key, list ? List.of(value) : value);
                } else if (list) {
                    at = ((List<Map<String, Object>>)
                                    at.computeIfAbsent(key, none -> List.of(new LinkedHashMap<String, Object>())))
                            .getFirst();
                } else {
                    at = (Map<String, Object>) at.computeIfAbsent(key, none -> new LinkedHashMap<String, Object>());
                }
            }
        });
        return root;
    }

    /** As Spring reads the file. */
    private static Map<String, Object> flat(String yaml) {
        try {
            PropertySource<?> source = new YamlPropertySourceLoader()
                    .load("application.yaml", new ByteArrayResource(yaml.getBytes(UTF_8)))
                    .getFirst();
            Map<String, Object> flat = new LinkedHashMap<>();
            for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                flat.put(name, Objects.requireNonNull(source.getProperty(name)));
            }
            return flat;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
