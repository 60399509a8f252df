package io.playhead.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as the migrations make it.
 *
 * @param columns their types by their names; the types as PostgreSQL's catalog names them, without lengths
 * @param sequences that columns take their values from
 */
record Table(String schema, String name, Map<String, String> columns, List<String> sequences) {

    private static final String PUBLIC = "public";
    private static final Pattern CREATE =
            Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(?:(\\w+)\\.)?(\\w+)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern ALTER = Pattern.compile("ALTER TABLE (?:(\\w+)\\.)?(\\w+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern ADD = Pattern.compile("ADD COLUMN (?:IF NOT EXISTS )?(.*)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile(
            "(?!CONSTRAINT\\b|PRIMARY\\b|UNIQUE\\b|FOREIGN\\b|CHECK\\b|EXCLUDE\\b)(\\w+)\\s+(\\w+(?: precision)?)(?:\\([0-9, ]+\\))?(\\[\\])?.*",
            Pattern.DOTALL);
    /** Types whose name in the catalog is another than in SQL. */
    private static final Map<String, String> CATALOG = Map.of(
            "integer", "int4",
            "serial", "int4",
            "bigint", "int8",
            "bigserial", "int8",
            "smallint", "int2",
            "boolean", "bool",
            "double precision", "float8");

    Table {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        sequences = List.copyOf(sequences);
    }

    /** In the order in which the statements make them. */
    static List<Table> of(List<String> statements) {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (String statement : statements) {
            Matcher create = CREATE.matcher(statement);
            Matcher alter = ALTER.matcher(statement);
            if (create.matches()) {
                Table table = of(create, SqlScript.parts(create.group(3), ","));
                tables.put(table.qualified(), table);
            } else if (alter.matches()) {
                List<String> added = new ArrayList<>();
                for (String action : SqlScript.parts(alter.group(3), ",")) {
                    Matcher add = ADD.matcher(action);
                    if (add.matches()) {
                        added.add(add.group(1));
                    }
                }
                Table more = of(alter, added);
                tables.merge(more.qualified(), more, Table::with);
            }
        }
        return List.copyOf(tables.values());
    }

    private static Table of(Matcher named, List<String> definitions) {
        String schema = named.group(1) == null ? PUBLIC : named.group(1);
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> sequences = new ArrayList<>();
        for (String definition : definitions) {
            Matcher column = COLUMN.matcher(definition);
            if (column.matches()) {
                String type = column.group(2).toLowerCase(Locale.ROOT);
                columns.put(column.group(1), (column.group(3) == null ? "" : "_") + CATALOG.getOrDefault(type, type));
                if (type.endsWith("serial")) {
                    sequences.add(named.group(2) + "_" + column.group(1) + "_seq");
                }
            }
        }
        return new Table(schema, named.group(2), columns, sequences);
    }

    private Table with(Table more) {
        Map<String, String> all = new LinkedHashMap<>(columns);
        all.putAll(more.columns);
        List<String> both = new ArrayList<>(sequences);
        both.addAll(more.sequences);
        return new Table(schema, name, all, both);
    }

    String qualified() {
        return schema + "." + name;
    }
}
