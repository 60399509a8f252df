package io.playhead;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of its own on the one PostgreSQL of this run: the server of {@code PLAYHEAD_TEST_DATABASE_URL}, with
 * {@code …_USERNAME} and {@code …_PASSWORD}, or else an embedded one.
 *
 * @param server {@code postgresql://host:port}
 */
public record TestDatabase(String server, String name, String username, String password) {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final TestDatabase SERVER = onlyServer();

    /** A new, empty database. */
    public static TestDatabase create() {
        String name = "playhead_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return new TestDatabase(SERVER.server, name, SERVER.username, SERVER.password);
    }

    public String url() {
        return server + "/" + name;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + url(), username, password);
    }

    private static TestDatabase onlyServer() {
        String given = System.getenv("PLAYHEAD_TEST_DATABASE_URL");
        if (given != null) {
            return new TestDatabase(
                    given,
                    "postgres",
                    System.getenv().getOrDefault("PLAYHEAD_TEST_DATABASE_USERNAME", "postgres"),
                    System.getenv().getOrDefault("PLAYHEAD_TEST_DATABASE_PASSWORD", ""));
        }
        try {
            // closed by its own shutdown hook
            @SuppressWarnings("resource")
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setServerConfig("timezone", "America/Montreal")
                    .start();
            return new TestDatabase("postgresql://localhost:" + embedded.getPort(), "postgres", "postgres", "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
