package io.playhead.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An existing Wazo's database: nothing is made in it, so a start must find there all that it needs. */
final class WazoDatabase {

    private static final Logger log = LoggerFactory.getLogger(WazoDatabase.class);

    /** The first of call-logd's revisions that has every column we read. */
    private static final String REVISION = "0776735d0419";

    private static final Set<String> EARLIER_REVISIONS = Set.of("fc88d78f53b8", "332b72b38735", "48f5f29349c2");
    private static final String VERSION = "public." + UsedTables.VERSION;
    private static final List<String> READ = List.of("SELECT");
    private static final List<String> READ_AND_WRITE = List.of("SELECT", "INSERT", "UPDATE", "DELETE");
    private static final List<String> COUNT_ON = List.of("USAGE");
    /** No difference to whoever reads or writes them. */
    private static final Set<String> TEXT = Set.of("text", "varchar", "bpchar");

    private final Catalog catalog;
    private final UsedTables used;
    private final List<String> lacks = new ArrayList<>();

    private WazoDatabase(Catalog catalog, UsedTables used) {
        this.catalog = catalog;
        this.used = used;
    }

    /** @throws IllegalStateException that names all that is missing */
    static void check(DatabaseProperties properties) {
        MigrationFiles files = MigrationFiles.read();
        try (Connection connection =
                DriverManager.getConnection(properties.jdbcUrl(), properties.username(), properties.password())) {
            Catalog catalog = new Catalog(connection);
            List<String> lacks = new WazoDatabase(catalog, UsedTables.of(files)).lacks();
            if (!lacks.isEmpty()) {
                throw new IllegalStateException(message(lacks, properties.username()));
            }
            tellOfIndexes(catalog, files);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "playhead.database.url: the database does not answer: " + failure.getMessage(), failure);
        }
    }

    private static String message(List<String> lacks, String role) {
        return "playhead.database.owner is wazo, but the database lacks " + String.join(";\n    ", lacks)
                + ".\nWhat lies in the schema playhead, and the privileges, an administrator makes once by the SQL that\n"
                + "    java -jar playhead.jar schema --role=" + role
                + "\nprints. call-logd's own tables are brought to their revision by wazo-call-logd-upgrade-db.";
    }

    private List<String> lacks() throws SQLException {
        Map<String, Map<String, String>> there = catalog.columns();
        boolean versioned = there.containsKey(VERSION);
        if (versioned && isOpen()) {
            revision();
        } else if (!versioned) {
            lacks.add("call-logd's tables (no table " + VERSION + ")");
        }
        Stream.of(used.contract(), used.own())
                .flatMap(List::stream)
                .forEach(table -> compare(table, there.get(table.qualified())));
        privileges();
        return lacks;
    }

    private boolean isOpen() throws SQLException {
        return !catalog.closedSchemas().contains("public")
                && catalog.refused(READ, List.of(VERSION)).isEmpty();
    }

    /** One that we do not know is later than ours: it will do, as long as the columns are there. */
    private void revision() throws SQLException {
        List<String> revisions = catalog.strings("SELECT version_num FROM " + VERSION);
        String known = revisions.isEmpty() ? "none" : revisions.getFirst();
        if (revisions.isEmpty() || EARLIER_REVISIONS.contains(known)) {
            lacks.add("call-logd's revision " + REVISION + " (it is at " + known + ")");
        } else if (!known.equals(REVISION)) {
            log.warn("call-logd's tables are at revision {}; this version knows them at {}", known, REVISION);
        }
    }

    private void compare(Table table, @Nullable Map<String, String> columns) {
        if (columns == null) {
            lacks.add("the table " + table.qualified());
            return;
        }
        table.columns().forEach((name, type) -> {
            String column = "the column " + table.qualified() + "." + name;
            String found = columns.get(name);
            if (found == null) {
                lacks.add(column + " (" + type + ")");
            } else if (!found.equals(type) && !(TEXT.contains(found) && TEXT.contains(type))) {
                lacks.add(column + " as " + type + " (it is " + found + ")");
            }
        });
    }

    private void privileges() throws SQLException {
        catalog.closedSchemas().forEach(schema -> lacks.add("the privilege USAGE on the schema " + schema));
        add(catalog.refused(READ, List.of(VERSION)));
        add(catalog.refused(READ_AND_WRITE, tables()));
        add(catalog.refused(COUNT_ON, sequences()));
    }

    private void add(Map<String, List<String>> refused) {
        refused.forEach((relation, privileges) ->
                lacks.add("the privilege " + String.join(", ", privileges) + " on " + relation));
    }

    private List<String> tables() {
        return Stream.concat(used.contract().stream(), used.own().stream())
                .map(Table::qualified)
                .toList();
    }

    private List<String> sequences() {
        return Stream.concat(used.sequences().stream(), used.ownSequences().stream())
                .toList();
    }

    /** Without them everything is right, and slow where there are many calls. */
    private static void tellOfIndexes(Catalog catalog, MigrationFiles files) throws SQLException {
        List<String> indexes =
                files.indexes().stream().map(IndexesCommand::nameOf).toList();
        for (String index : catalog.missingIndexes(indexes)) {
            log.info("without the index {} lists of many calls are slow: java -jar playhead.jar indexes", index);
        }
    }
}
