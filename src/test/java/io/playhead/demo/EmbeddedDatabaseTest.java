package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedDatabaseTest {

    @Test
    void it_starts_where_a_killed_server_left_a_number_that_another_process_has_now(@TempDir Path folder)
            throws Exception {
        Process other = new ProcessBuilder("sleep", "120").start();
        try (DataFolder data = DataFolder.open(folder.resolve("data"))) {
            try (EmbeddedDatabase first = EmbeddedDatabase.start(data)) {
                query(first, data, "CREATE TABLE kept AS SELECT 1 AS one");
            }
            Path server = data.path().resolve("postgres");
            Files.writeString(
                    server.resolve("postmaster.pid"),
                    "%d\n%s\n1700000000\n1\n/tmp\n127.0.0.1\n\nready\n".formatted(other.pid(), server));
            try (EmbeddedDatabase second = EmbeddedDatabase.start(data)) {
                assertThat(query(second, data, "SELECT one FROM kept")).isEqualTo("1");
            }
        } finally {
            other.destroy();
        }
    }

    @Test
    void a_server_that_outlived_its_program_is_not_forgotten(@TempDir Path folder) throws Exception {
        try (DataFolder data = DataFolder.open(folder.resolve("data"));
                EmbeddedDatabase left = EmbeddedDatabase.start(data)) {
            Path server = data.folder("postgres");
            EmbeddedDatabase.forgetDeadServer(server);
            assertThat(server.resolve("postmaster.pid")).exists();
            assertThat(query(left, data, "SELECT 1")).isEqualTo("1");
        }
    }

    /** @return the first field of the answer, empty if there is none */
    private static String query(EmbeddedDatabase database, DataFolder data, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + database.url(), EmbeddedDatabase.USER, data.secret("postgres-password"));
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            ResultSet result = statement.getResultSet();
            return result.next() ? result.getString(1) : "";
        }
    }
}
