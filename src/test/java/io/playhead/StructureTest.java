package io.playhead;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms, and the only arrows between them. Changing the table is a decision record. */
class StructureTest {

    /** Each room with every room it may use. */
    static final Map<String, List<String>> ARROWS = Map.ofEntries(
            entry("command", List.of()),
            entry("problem", List.of()),
            entry("representation", List.of()),
            entry("database", List.of("command", "problem")),
            entry("storage", List.of("representation", "problem")),
            entry("audio", List.of()),
            entry("pcm", List.of("audio")),
            entry("decoder", List.of("audio", "pcm")),
            entry("rendition", List.of("pcm", "representation", "problem")),
            entry("waveform", List.of("pcm")),
            entry("http", List.of("representation", "problem")),
            entry("access", List.of("database", "http", "problem")),
            entry("audit", List.of("command", "database", "access", "http", "representation", "problem")),
            entry("wazoauth", List.of("access", "http", "problem")),
            entry("oidc", List.of("access", "http", "problem")),
            entry("identity", List.of("database", "access", "http", "problem")),
            entry("cdr", List.of("database", "access", "http", "representation", "problem")),
            entry(
                    "media",
                    List.of(
                            "audit",
                            "cdr",
                            "storage",
                            "audio",
                            "pcm",
                            "decoder",
                            "rendition",
                            "waveform",
                            "database",
                            "access",
                            "http",
                            "representation",
                            "problem")),
            entry(
                    "ingest",
                    List.of(
                            "media",
                            "audit",
                            "cdr",
                            "storage",
                            "audio",
                            "pcm",
                            "rendition",
                            "waveform",
                            "database",
                            "access",
                            "http",
                            "representation",
                            "problem")),
            entry(
                    "imports",
                    List.of(
                            "command",
                            "media",
                            "audit",
                            "cdr",
                            "storage",
                            "audio",
                            "database",
                            "access",
                            "http",
                            "problem")),
            entry("service", List.of("database", "access", "http", "problem")),
            entry(
                    "demo",
                    List.of(
                            "ingest",
                            "media",
                            "cdr",
                            "storage",
                            "audio",
                            "pcm",
                            "rendition",
                            "waveform",
                            "database",
                            "access",
                            "http",
                            "representation",
                            "problem")));

    private static JavaClasses main;

    @BeforeAll
    static void read() {
        main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.playhead");
    }

    @Test
    void no_import_is_outside_the_arrows() {
        List<String> strangers = new ArrayList<>();
        for (JavaClass user : main) {
            user.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass())
                    .filter(used -> used.getPackageName().startsWith("io.playhead"))
                    .filter(used -> !allowed(user, used))
                    .forEach(used -> strangers.add(user.getName() + " uses " + used.getName()));
        }
        assertThat(new TreeSet<>(strangers)).isEmpty();
    }

    @Test
    void rooms_are_free_of_cycles() {
        slices().matching("io.playhead.(*)..").should().beFreeOfCycles().check(main);
    }

    @Test
    void every_room_is_in_the_table_flat_and_null_marked() {
        for (JavaClass type : main) {
            String room = room(type);
            assertThat(ARROWS.keySet()).as(type.getName()).contains(room.isEmpty() ? "problem" : room);
            assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                    .as("%s is null-marked", type.getPackageName())
                    .isTrue();
        }
    }

    @Test
    void only_the_start_is_outside_the_rooms() {
        classes()
                .that()
                .resideInAPackage("io.playhead")
                .should()
                .haveSimpleName("PlayheadApplication")
                .orShould()
                .haveSimpleName("package-info")
                .check(main);
    }

    @Test
    void properties_come_by_records_alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value")
                .check(main);
    }

    @Test
    void nothing_blocks_a_reactive_chain() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "block",
                        call -> call.getTargetOwner().getPackageName().startsWith("reactor.core.publisher")
                                && (call.getName().startsWith("block")
                                        || call.getName().startsWith("toIterable")
                                        || call.getName().startsWith("toStream"))))
                .check(main);
    }

    /** Threads of a pool are counted under its lock, for which an event loop would wait. */
    @Test
    void encoders_count_themselves_who_is_at_work() {
        noClasses()
                .that()
                .resideInAPackage("io.playhead.rendition")
                .should()
                .callMethod(ThreadPoolExecutor.class, "getActiveCount")
                .check(main);
    }

    private static boolean allowed(JavaClass user, JavaClass used) {
        String from = room(user);
        String to = room(used);
        return from.equals(to)
                || !from.isEmpty() && ARROWS.getOrDefault(from, List.of()).contains(to);
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals("io.playhead") ? "" : name.substring("io.playhead.".length());
    }
}
