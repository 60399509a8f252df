package io.playhead.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What PostgreSQL's catalog says of the schemas {@code public} and {@code playhead}. It shows what is there even to a role
 * that may not touch it. Names are with their schema.
 */
final class Catalog {

    private static final String COLUMNS = """
            SELECT n.nspname || '.' || c.relname AS relation, a.attname, t.typname
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('public', 'playhead') AND c.relkind IN ('r', 'p', 'v', 'f')
              AND a.attnum > 0 AND NOT a.attisdropped""";
    private static final String REFUSED = """
            SELECT n.nspname || '.' || c.relname AS relation, privilege
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
              unnest(CAST(? AS text[])) WITH ORDINALITY AS p (privilege, place)
            WHERE n.nspname || '.' || c.relname = ANY (?) AND NOT CASE WHEN c.relkind = 'S'
              THEN has_sequence_privilege(c.oid, privilege) ELSE has_table_privilege(c.oid, privilege) END
            ORDER BY relation, place""";
    private static final String CLOSED = """
            SELECT nspname FROM pg_namespace
            WHERE nspname IN ('public', 'playhead') AND NOT has_schema_privilege(oid, 'USAGE') ORDER BY nspname""";
    private static final String WITHOUT_INDEX = """
            SELECT wanted FROM unnest(CAST(? AS text[])) wanted WHERE NOT EXISTS (
              SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
              WHERE c.relname = wanted AND i.indisvalid)""";

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    /** The types of the columns of every table. */
    Map<String, Map<String, String>> columns() throws SQLException {
        Map<String, Map<String, String>> columns = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.computeIfAbsent(rows.getString("relation"), relation -> new HashMap<>())
                        .put(rows.getString("attname"), rows.getString("typname"));
            }
        }
        return columns;
    }

    /** Which of these privileges the role does not have on which of these tables or sequences, of those that are there. */
    Map<String, List<String>> refused(List<String> privileges, List<String> relations) throws SQLException {
        Map<String, List<String>> refused = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(REFUSED)) {
            statement.setArray(1, connection.createArrayOf("text", privileges.toArray()));
            statement.setArray(2, connection.createArrayOf("text", relations.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    refused.computeIfAbsent(rows.getString("relation"), relation -> new ArrayList<>())
                            .add(rows.getString("privilege"));
                }
            }
        }
        return refused;
    }

    /** Schemas that the role may not look into. */
    List<String> closedSchemas() throws SQLException {
        return strings(CLOSED);
    }

    /** Which of these indexes are not there, or not whole. */
    List<String> missingIndexes(List<String> indexes) throws SQLException {
        return strings(WITHOUT_INDEX, connection.createArrayOf("text", indexes.toArray()));
    }

    List<String> strings(String query, Object... values) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    strings.add(Objects.requireNonNull(rows.getString(1)));
                }
            }
        }
        return strings;
    }
}
