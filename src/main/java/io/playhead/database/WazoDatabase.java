package io.playhead.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An existing Wazo's database: nothing is made in it, so a start must find all it needs there. */
final class WazoDatabase {

    /** The first of call-logd's revisions that has every column we read. */
    private static final String REVISION = "0776735d0419";

    private WazoDatabase() {}

    static void check(DatabaseProperties properties) {
        try (Connection connection = DriverManager.getConnection(
                        properties.jdbcUrl(), properties.username(), properties.password());
                Statement statement = connection.createStatement()) {
            require(statement, "to_regclass('public.call_logd_alembic_version') IS NOT NULL", "call-logd's tables");
            require(
                    statement,
                    "EXISTS (SELECT FROM public.call_logd_alembic_version WHERE version_num = '" + REVISION + "')",
                    "call-logd's revision " + REVISION);
            require(
                    statement,
                    "to_regclass('playhead.recording_facts') IS NOT NULL",
                    "the table playhead.recording_facts, which an administrator makes");
        } catch (SQLException failure) {
            throw new IllegalStateException("playhead.database.url: the database does not answer", failure);
        }
    }

    private static void require(Statement statement, String condition, String what) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT " + condition)) {
            if (!result.next() || !result.getBoolean(1)) {
                throw new IllegalStateException("playhead.database.owner is wazo, but the database lacks " + what);
            }
        }
    }
}
