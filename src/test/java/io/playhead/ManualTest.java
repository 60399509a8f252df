package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.playhead.problem.Kind;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.io.ClassPathResource;

/** The manual is true. */
class ManualTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final int LONGEST_README = 150;

    /** Read before there is a context that could bind it. */
    private static final Map<String, String> UNBOUND = Map.of("playhead.data", "data");

    private static final Pattern PROBLEM =
            Pattern.compile("Problem\\.of\\(\\s*Kind\\.([A-Z_]+),\\s*([A-Z_]+|\"[^\"]+\"),\\s*\"([^\"]+)\"");
    private static final Pattern CONSTANT = Pattern.compile("static final String ([A-Z_]+) = \"([^\"]+)\"");

    @Test
    void the_readme_is_short() {
        ManualPage readme = ManualPage.all().getFirst();

        assertThat(readme.file()).hasFileName("README.md");
        assertThat(readme.text().lines().count()).isLessThanOrEqualTo(LONGEST_README);
    }

    @Test
    void every_link_leads_somewhere() {
        Set<Path> dead = ManualPage.all().stream()
                .flatMap(page -> page.links().stream())
                .filter(target -> !Files.exists(target))
                .collect(Collectors.toSet());

        assertThat(dead).isEmpty();
    }

    @Test
    void every_page_can_be_reached_from_the_readme() {
        Set<Path> reached = new TreeSet<>();
        reach(Path.of("README.md").toAbsolutePath(), reached);

        assertThat(reached)
                .containsAll(ManualPage.all().stream()
                        .map(page -> page.file().toAbsolutePath())
                        .toList());
    }

    private static void reach(Path file, Set<Path> reached) {
        if (reached.add(file)) {
            ManualPage.all().stream()
                    .filter(page -> page.file().toAbsolutePath().equals(file))
                    .flatMap(page -> page.links().stream())
                    .forEach(target -> reach(target, reached));
        }
    }

    @Test
    void every_property_of_ours_is_listed_with_its_default() {
        Map<String, String> properties = new TreeMap<>(UNBOUND);
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.playhead").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
                        .map(type -> type.reflect())
                        .forEach(type -> collect(prefix(type), type, properties));
        Map<String, String> listed = new TreeMap<>(properties());
        listed.keySet().removeIf(name -> !name.startsWith("playhead."));

        assertThat(listed).isEqualTo(properties);
    }

    private static String prefix(Class<?> type) {
        ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
        return Objects.requireNonNull(annotation).value();
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> into) {
        for (Parameter parameter : canonical(type).getParameters()) {
            Name given = parameter.getAnnotation(Name.class);
            String name = prefix + "." + (given == null ? kebab(parameter.getName()) : given.value());
            if (parameter.getType().isRecord()) {
                collect(name, parameter.getType(), into);
            } else if (elements(parameter).isRecord()) {
                collect(name + "[]", elements(parameter), into);
            } else {
                DefaultValue value = parameter.getAnnotation(DefaultValue.class);
                into.put(name, value == null ? "" : String.join(",", value.value()));
            }
        }
    }

    private static Constructor<?> canonical(Class<?> record) {
        Class<?>[] types = Arrays.stream(record.getRecordComponents())
                .map(component -> component.getType())
                .toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(types);
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Class<?> elements(Parameter parameter) {
        return parameter.getParameterizedType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : Object.class;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void every_setting_of_springs_is_listed_with_its_value() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        Map<String, String> set = new TreeMap<>();
        Objects.requireNonNull(yaml.getObject()).forEach((name, value) -> set.put(name.toString(), value.toString()));
        set.keySet().removeIf(name -> name.startsWith("logging."));

        assertThat(properties()).containsAllEntriesOf(set);
    }

    /** Names with defaults. */
    private static Map<String, String> properties() {
        return ManualPage.of("configuration.md").rows().stream()
                .collect(Collectors.toMap(
                        row -> row.get(0).replace("`", ""),
                        row -> row.get(1).equals("none") ? "" : row.get(1).replace("`", "")));
    }

    @Test
    void every_problem_is_listed_as_it_is_worded() throws IOException {
        Set<String> listed = ManualPage.of("problems.md").table("Id").stream()
                .map(row -> String.join(" | ", row.get(0).replace("`", ""), row.get(1), row.get(2), row.get(3)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(problems());
    }

    private static Set<String> problems() throws IOException {
        Set<String> problems = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                problems.addAll(problems(Files.readString(file)));
            }
        }
        return problems;
    }

    private static Set<String> problems(String source) {
        Map<String, String> constants = CONSTANT.matcher(source)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
        return PROBLEM.matcher(source)
                .results()
                .map(match -> problem(match, constants))
                .collect(Collectors.toSet());
    }

    private static String problem(MatchResult match, Map<String, String> constants) {
        Kind kind = Kind.valueOf(match.group(1));
        String id = match.group(2).startsWith("\"")
                ? match.group(2).replace("\"", "")
                : Objects.requireNonNull(constants.get(match.group(2)), match.group(2));
        return String.join(
                " | ",
                id,
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Integer.toString(kind.status()),
                match.group(3));
    }

    /** Else the scan of the sources would miss some. */
    @Test
    void problems_are_made_in_one_way() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("Problem.java"))
                    .toList()) {
                String source = Files.readString(file);
                assertThat(count("new Problem\\(|\\.withStatus\\(", source))
                        .as(file.toString())
                        .isZero();
                assertThat(count("(?<![A-Za-z])Problem\\.of\\(", source))
                        .as(file.toString())
                        .isEqualTo(PROBLEM.matcher(source).results().count());
            }
        }
    }

    private static long count(String pattern, String source) {
        Matcher matcher = Pattern.compile(pattern).matcher(source);
        return matcher.results().count();
    }

    @Test
    void every_meter_is_listed_with_type_and_labels() {
        RunningPlayhead playhead = RunningPlayhead.shared();
        Traffic.drive(playhead);
        Scrape scrape = Scrape.of(playhead);
        Map<String, Set<String>> labels = scrape.ownLabels();
        Map<String, String> shown = new TreeMap<>();
        scrape.types().forEach((name, type) -> {
            if (name.startsWith("playhead_")) {
                shown.put(name, type + " " + labels.getOrDefault(name, Set.of()));
            }
        });
        Map<String, String> listed = ManualPage.of("metrics.md").table("Metric").stream()
                .collect(Collectors.toMap(
                        row -> row.get(0).replace("`", ""),
                        row -> row.get(1) + " " + ManualPage.code(row.get(3)),
                        (first, second) -> first,
                        TreeMap::new));

        assertThat(listed).isEqualTo(shown);
    }

    @Test
    void no_label_has_a_value_that_is_not_listed() {
        RunningPlayhead playhead = RunningPlayhead.shared();
        Traffic.drive(playhead);
        Map<String, Set<String>> listed = ManualPage.of("metrics.md").table("Label").stream()
                .collect(Collectors.toMap(row -> row.get(0).replace("`", ""), row -> ManualPage.code(row.get(1))));

        assertThat(listed.keySet())
                .isEqualTo(Set.of("route", "status", "representation", "reason", "kind", "result", "type"));
        for (Scrape.Sample sample : Scrape.of(playhead).samples()) {
            if (sample.name().startsWith("playhead_") && !sample.name().equals("playhead_build_info")) {
                sample.labels().forEach((label, value) -> {
                    if (!label.equals("le")) {
                        assertThat(listed.get(label))
                                .as("%s of %s", label, sample.name())
                                .contains(value);
                    }
                });
            }
        }
    }

    @Test
    void every_group_of_the_machinerys_meters_is_named() {
        String page = ManualPage.of("metrics.md").text();
        Set<String> groups = Scrape.of(RunningPlayhead.shared()).types().keySet().stream()
                .map(name -> name.substring(0, name.indexOf('_') + 1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(groups)
                .allSatisfy(group -> assertThat(page).containsPattern("`" + Pattern.quote(group) + "[a-z_*]+`"));
    }

    @Test
    void the_rooms_are_those_of_the_structure_test() {
        Map<String, Set<String>> listed = ManualPage.of("architecture.md").table("Room").stream()
                .collect(Collectors.toMap(row -> row.get(0).replace("`", ""), row -> names(row.get(2))));
        Map<String, Set<String>> rooms = new TreeMap<>();
        StructureTest.ARROWS.forEach((room, used) -> rooms.put(room, new TreeSet<>(used)));

        assertThat(listed).isEqualTo(rooms);
    }

    private static Set<String> names(String cell) {
        return cell.equals("–") ? Set.of() : new TreeSet<>(Set.of(cell.split(", ")));
    }
}
