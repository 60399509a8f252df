package io.playhead;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that tests run beside Playhead, each on a connection of its own. */
public final class Sql {

    private Sql() {}

    /** Every row's first column as text. A statement without rows gives none. */
    public static List<String> run(TestDatabase database, String statement, @Nullable Object... values) {
        try (Connection connection = database.connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int index = 0; index < values.length; index++) {
                prepared.setObject(index + 1, values[index]);
            }
            List<String> rows = new ArrayList<>();
            if (prepared.execute()) {
                ResultSet result = prepared.getResultSet();
                while (result.next()) {
                    rows.add(String.valueOf(result.getString(1)));
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static int number(TestDatabase database, String statement, @Nullable Object... values) {
        return Integer.parseInt(run(database, statement, values).getFirst());
    }

    /** Holds a table against every reader until closed. */
    public static AutoCloseable lock(TestDatabase database, String table) {
        try {
            Connection connection = database.connect();
            connection.setAutoCommit(false);
            try (PreparedStatement lock =
                    connection.prepareStatement("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE")) {
                lock.execute();
            }
            return connection;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
