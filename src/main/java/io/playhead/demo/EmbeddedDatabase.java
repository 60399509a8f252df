package io.playhead.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL in the data folder, on the loopback address, with a password. Its port is kept: after a hard kill the
 * server still runs, and the next start finds it there again.
 */
final class EmbeddedDatabase implements AutoCloseable {

    static final String USER = "postgres";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String PASSWORD_REQUIRED = """
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    static EmbeddedDatabase start(DataFolder data) {
        Path folder = data.folder("postgres");
        int port = Integer.parseInt(data.kept("postgres-port", Integer.toString(freePort())));
        try {
            forgetDeadServer(folder);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setOverrideWorkingDirectory(data.folder("postgres-program").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setConnectConfig("password", data.secret("postgres-password"))
                    .setPGStartupWait(Duration.ofSeconds(30))
                    // the library's own settings are for tests: they would lose data in a power cut
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "40")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("timezone", "UTC")
                    .start();
            requirePassword(server, data, folder);
            log.info("embedded PostgreSQL in {} on port {}", folder, port);
            return new EmbeddedDatabase(server);
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException("the embedded PostgreSQL in " + folder + " does not start", failure);
        }
    }

    /**
     * A server that was killed leaves its number behind, and PostgreSQL refuses to start where a process has that
     * number now. In a container, whose few numbers come again at each start, that is soon the case. The folder is
     * locked by us: unless the process is a PostgreSQL, nobody uses it.
     */
    static void forgetDeadServer(Path folder) throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (Files.exists(file) && !isPostgres(Files.readString(file))) {
            Files.delete(file);
        }
    }

    private static boolean isPostgres(String postmaster) {
        String number = postmaster.lines().findFirst().orElse("").strip();
        return number.matches("[0-9]{1,9}")
                && ProcessHandle.of(Long.parseLong(number))
                        .flatMap(process -> process.info().command())
                        .filter(command -> command.matches(".*/postgres( \\(deleted\\))?"))
                        .isPresent();
    }

    /** Checks that the server is the one in this folder, and lets nobody in without the password from now on. */
    private static void requirePassword(EmbeddedPostgres server, DataFolder data, Path folder)
            throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            Path actual = Path.of(single(statement, "SHOW data_directory"));
            if (!Files.isSameFile(actual, folder)) {
                throw new IllegalStateException(
                        "the PostgreSQL that answers keeps its data in " + actual + ", not in " + folder);
            }
            Path rules = folder.resolve("pg_hba.conf");
            if (!Files.readString(rules).equals(PASSWORD_REQUIRED)) {
                statement.execute("ALTER ROLE " + USER + " PASSWORD '" + data.secret("postgres-password") + "'");
                Files.writeString(rules, PASSWORD_REQUIRED);
                statement.execute("SELECT pg_reload_conf()");
            }
        }
    }

    private static String single(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url() {
        return "postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
