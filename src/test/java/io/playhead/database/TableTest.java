package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Sql;
import io.playhead.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void a_table_has_the_columns_and_sequences_that_it_is_made_with() {
        assertThat(Table.of(List.of(
                        """
                        CREATE TABLE playhead.one (
                            id serial NOT NULL,
                            name varchar(255),
                            tags varchar(128)[] NOT NULL DEFAULT '{}',
                            share double precision,
                            CONSTRAINT one_pkey PRIMARY KEY (id),
                            UNIQUE (name)
                        )""", "CREATE TABLE two (at timestamptz)", "COMMENT ON TABLE two IS 'CREATE TABLE x (y text)'")))
                .containsExactly(
                        new Table(
                                "playhead",
                                "one",
                                Map.of("id", "int4", "name", "varchar", "tags", "_varchar", "share", "float8"),
                                List.of("one_id_seq")),
                        new Table("public", "two", Map.of("at", "timestamptz"), List.of()));
    }

    @Test
    void a_later_migration_may_add_columns() {
        assertThat(Table.of(List.of(
                        "CREATE TABLE playhead.one (id bigint)",
                        "ALTER TABLE playhead.one ADD COLUMN a text DEFAULT 'x,y', ADD COLUMN IF NOT EXISTS b boolean",
                        "ALTER TABLE playhead.one ALTER COLUMN a SET NOT NULL")))
                .containsExactly(
                        new Table("playhead", "one", Map.of("id", "int8", "a", "text", "b", "bool"), List.of()));
    }

    @Test
    void the_tables_read_from_the_migrations_are_those_that_the_migrations_make() {
        TestDatabase database = TestDatabase.create();
        Migrations.run(TestProperties.own(database));
        MigrationFiles files = MigrationFiles.read();
        Map<String, Map<String, String>> read = Stream.of(files.contract(), files.own())
                .flatMap(statements -> Table.of(statements).stream())
                .collect(Collectors.toMap(
                        Table::qualified, table -> new TreeMap<>(table.columns()), (a, b) -> a, TreeMap::new));

        Map<String, Map<String, String>> made = new TreeMap<>();
        Sql.run(database, """
                        SELECT concat_ws(' ', table_schema || '.' || table_name, column_name, udt_name)
                        FROM information_schema.columns
                        WHERE table_schema IN ('public', 'playhead') AND table_name NOT IN ('schema_history',
                          'call_index', 'call_user', 'call_count', 'call_total', 'user_count', 'users_of_calls',
                          'tags_of_calls')""").forEach(line -> {
            String[] words = line.split(" ");
            made.computeIfAbsent(words[0], table -> new TreeMap<>()).put(words[1], words[2]);
        });
        assertThat(read).isEqualTo(made);
        assertThat(read).containsKeys("public.call_logd_call_log", "playhead.recording_facts");
    }
}
