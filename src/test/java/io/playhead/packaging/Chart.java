package io.playhead.packaging;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The chart, rendered and linted by Helm itself. */
final class Chart {

    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Path FOLDER = Path.of("helm");

    private Chart() {}

    /** The files in {@code helm/ci}, each a set of values. */
    static List<String> sets() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static ObjectNode values(String set) {
        return (ObjectNode) YAML.readTree(FOLDER.resolve("ci").resolve(set));
    }

    static ObjectNode defaults() {
        return (ObjectNode) YAML.readTree(FOLDER.resolve("values.yaml"));
    }

    /** Fails with Helm's own words. */
    static Manifests render(ObjectNode values) {
        return render(values, "1.31.0");
    }

    static Manifests render(ObjectNode values, String kubernetes) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            YAML.writeValue(file, values);
            String rendered = new Helm(Unhooked.FOLDER)
                    .template()
                    .withName("calls")
                    .withNamespace("telephony")
                    .withKubeVersion(kubernetes)
                    .withValuesFile(file)
                    .call();
            Files.delete(file);
            return Manifests.of(rendered.replace(Unhooked.MARK, Unhooked.HOOK));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What Helm says after an installation. */
    static String notes(ObjectNode values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            YAML.writeValue(file, values);
            String output = new Helm(FOLDER)
                    .install()
                    .clientOnly()
                    .dryRun()
                    .withName("calls")
                    .withNamespace("telephony")
                    .withKubeVersion("1.31.0")
                    .withValuesFile(file)
                    .call()
                    .getOutput();
            Files.delete(file);
            return output.substring(output.indexOf("NOTES:"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Helm lints with the chart's own values only: these become them, in a copy. */
    static LintResult lint(ObjectNode values) {
        try {
            Path copy = Files.createTempDirectory("chart").resolve("playhead");
            FileSystemUtils.copyRecursively(FOLDER, copy);
            Path own = copy.resolve("values.yaml");
            ObjectNode merged = defaults();
            merge(merged, values);
            YAML.writeValue(own, merged);
            LintResult result = new Helm(copy).lint().strict().call();
            FileSystemUtils.deleteRecursively(copy.getParent());
            return result;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether these labels are what a selector wants. */
    static boolean has(JsonNode labels, JsonNode wanted) {
        return wanted.propertyStream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    /** A copy without hooks: what is one is kept by the library to itself. */
    private static final class Unhooked {

        static final String HOOK = "helm.sh/hook: ";
        static final String MARK = "helm.sh/no-hook: ";
        static final Path FOLDER = copy();

        private static Path copy() {
            try {
                Path copy = Files.createTempDirectory("chart");
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(copy.toFile())));
                FileSystemUtils.copyRecursively(Chart.FOLDER, copy);
                try (Stream<Path> tests = Files.list(copy.resolve("templates/tests"))) {
                    for (Path test : tests.toList()) {
                        Files.writeString(test, Files.readString(test).replace(HOOK, MARK));
                    }
                }
                return copy;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** As Helm does: lists whole, and null takes away. */
    static void merge(ObjectNode into, ObjectNode from) {
        from.forEachEntry((key, value) -> {
            if (value.isNull()) {
                into.remove(key);
            } else if (value instanceof ObjectNode object && into.get(key) instanceof ObjectNode known) {
                merge(known, object);
            } else {
                into.set(key, value);
            }
        });
    }

    /** What Kubernetes would be given. */
    record Manifests(List<JsonNode> all) {

        static Manifests of(String rendered) {
            try (MappingIterator<JsonNode> documents =
                    YAML.readerFor(JsonNode.class).readValues(rendered)) {
                return new Manifests(documents.readAll().stream()
                        .filter(document -> document.isObject())
                        .toList());
            }
        }

        List<String> kinds() {
            return all.stream()
                    .map(manifest -> manifest.path("kind").asString())
                    .toList();
        }

        List<JsonNode> of(Kind kind) {
            return all.stream()
                    .filter(manifest -> manifest.path("kind").asString().equals(kind.name()))
                    .toList();
        }

        JsonNode deployment() {
            return of(Kind.Deployment).getFirst();
        }

        JsonNode pod() {
            return deployment().at("/spec/template/spec");
        }

        JsonNode volume(String name) {
            return named(pod().path("volumes"), name);
        }

        JsonNode mount(String name) {
            return named(container().path("volumeMounts"), name);
        }

        private static JsonNode named(JsonNode list, String name) {
            return list.valueStream()
                    .filter(each -> each.path("name").asString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        JsonNode container() {
            return pod().at("/containers/0");
        }

        /** The program's configuration, as text. */
        String configuration() {
            return of(Kind.ConfigMap)
                    .getFirst()
                    .path("data")
                    .path("application.yaml")
                    .asString();
        }

        /** The properties that files made of Secrets give. */
        List<String> secretProperties() {
            return pod().findParents("projected").stream()
                    .flatMap(volume -> volume.findValuesAsString("path").stream())
                    .toList();
        }
    }

    enum Kind {
        ConfigMap,
        Deployment,
        HTTPRoute,
        HorizontalPodAutoscaler,
        Ingress,
        NetworkPolicy,
        PersistentVolumeClaim,
        Pod,
        PodDisruptionBudget,
        Service,
        ServiceAccount,
        ServiceMonitor
    }
}
