package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.playhead.Sql;
import io.playhead.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of Playhead, of which the one has a migration more, on one database. */
class MigrationsTest {

    private static final Path ALL = Path.of("src/main/resources/io/playhead/database/migrations");
    /** What a program sees of tables that it knows. */
    private static final String COLUMNS = """
            SELECT concat_ws(' ', table_schema || '.' || table_name, column_name, data_type, character_maximum_length,
                is_nullable, column_default)
            FROM information_schema.columns WHERE table_schema IN ('public', 'playhead') ORDER BY 1""";
    /** What stands in the way of an INSERT that says nothing of them. */
    private static final String DEMANDING = """
            SELECT concat_ws(' ', table_schema || '.' || table_name, column_name) FROM information_schema.columns
            WHERE table_schema IN ('public', 'playhead') AND is_nullable = 'NO' AND column_default IS NULL
              AND is_identity = 'NO' ORDER BY 1""";

    private static final String CONSTRAINTS = """
            SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE connamespace IN (to_regnamespace('public'), to_regnamespace('playhead'))
            UNION ALL SELECT indexdef FROM pg_indexes JOIN pg_index ON indexrelid = (schemaname || '.' || indexname)::regclass
            WHERE schemaname IN ('public', 'playhead') AND indisunique ORDER BY 1""";

    private final TestDatabase database = TestDatabase.create();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void the_new_version_takes_the_previous_ones_database_over_and_the_previous_one_goes_on() {
        String previous = "filesystem:" + previous();
        Migrations.run(TestProperties.own(database), previous);
        List<String> tables = Sql.run(database, TABLES);
        List<String> columns = Sql.run(database, COLUMNS);
        List<String> demanding = of(tables, Sql.run(database, DEMANDING));
        List<String> constraints = of(tables, Sql.run(database, CONSTRAINTS));

        assertThat(Migrations.run(TestProperties.own(database)).applied()).isEqualTo(1);

        assertThat(Sql.run(database, COLUMNS)).as("nothing is taken away").containsAll(columns);
        assertThat(of(tables, Sql.run(database, DEMANDING)))
                .as("nothing is demanded of a row that was not before")
                .isEqualTo(demanding);
        assertThat(of(tables, Sql.run(database, CONSTRAINTS)))
                .as("nothing is forbidden that was not before")
                .isEqualTo(constraints);
        assertThatCode(() -> Migrations.run(TestProperties.own(database), previous))
                .as("going back")
                .doesNotThrowAnyException();
        assertThat(Migrations.run(TestProperties.own(database)).applied()).isZero();
    }

    /** From versions that had less: what was released is never changed. */
    @Test
    void every_version_there_was_can_be_taken_over() {
        List<Path> files = files();
        for (int known = 1; known < files.size(); known++) {
            TestDatabase old = TestDatabase.create();
            Migrations.run(TestProperties.own(old), "filesystem:" + some(files.subList(0, known), "v" + known));

            assertThat(Migrations.run(TestProperties.own(old)).applied()).isEqualTo(files.size() - known);
        }
    }

    private static final String TABLES =
            "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema IN ('public', 'playhead')";

    /** Of these tables, which were there before. */
    private static List<String> of(List<String> tables, List<String> lines) {
        return lines.stream()
                .filter(line -> tables.stream()
                        .anyMatch(table -> line.startsWith(table + " ")
                                || line.startsWith(table.replace("public.", "") + " ")
                                || line.contains(" ON " + table + " ")))
                .toList();
    }

    private Path previous() {
        List<Path> files = files();
        return some(files.subList(0, files.size() - 1), "previous");
    }

    private static List<Path> files() {
        try (Stream<Path> all = Files.list(ALL)) {
            return all.sorted(Comparator.comparing(file ->
                            Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"))))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path some(List<Path> files, String name) {
        try {
            Path some = Files.createDirectory(folder.resolve(name));
            for (Path file : files) {
                Files.copy(file, some.resolve(file.getFileName()));
            }
            return some;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
