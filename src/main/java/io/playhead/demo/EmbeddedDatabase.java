package io.playhead.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
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
    static final String PASSWORD = "postgres-password";

    private static final String PORT = "postgres-port";
    /** There as long as the server runs; what it left when it was killed is removed before a start. */
    private static final String NUMBER = "postmaster.pid";

    private static final Duration FOR_A_START = Duration.ofSeconds(30);
    private static final Duration FOR_THE_ONE_LEFT_RUNNING = Duration.ofSeconds(5);
    private static final String LOGIN_SECONDS = "5";

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
        int port = Integer.parseInt(data.kept(PORT, Integer.toString(freePort())));
        try {
            forgetDeadServer(folder);
            boolean leftRunning = isTaken(port);
            if (leftRunning && !Files.exists(folder.resolve(NUMBER))) {
                throw portOfAnother(port, data);
            }
            // closed by the holder
            @SuppressWarnings("resource")
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setOverrideWorkingDirectory(data.folder("postgres-program").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setConnectConfig("password", data.secret(PASSWORD))
                    .setConnectConfig("loginTimeout", LOGIN_SECONDS)
                    .setPGStartupWait(leftRunning ? FOR_THE_ONE_LEFT_RUNNING : FOR_A_START)
                    // the library's own settings are for tests: they would lose data in a power cut
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "40")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("timezone", "UTC")
                    .start();
            try {
                settle(server, data, folder);
            } catch (SQLException | IOException | RuntimeException failure) {
                server.close();
                throw failure;
            }
            log.info("embedded PostgreSQL in {} on port {}", folder, port);
            return new EmbeddedDatabase(server);
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException(
                    "playhead.data: the PostgreSQL in %s does not answer on its port %d, kept in %s"
                            .formatted(folder, port, data.path().resolve(PORT)),
                    failure);
        }
    }

    private static IllegalStateException portOfAnother(int port, DataFolder data) {
        return new IllegalStateException(
                "playhead.data: the port %d of its PostgreSQL, kept in %s, is taken by another program"
                        .formatted(port, data.path().resolve(PORT)));
    }

    /**
     * A server that was killed leaves its number behind, and PostgreSQL refuses to start where a process has that
     * number now. In a container, whose few numbers come again at each start, that is soon the case. The folder is
     * locked by us: unless the process is a PostgreSQL, nobody uses it.
     */
    static void forgetDeadServer(Path folder) throws IOException {
        Path file = folder.resolve(NUMBER);
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

    /**
     * Lets nobody in without the password from now on. The new rules are there whole or not at all: without them the
     * server would not start again.
     */
    private static void settle(EmbeddedPostgres server, DataFolder data, Path folder) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            requirePassword(statement, data, folder);
        }
    }

    private static void requirePassword(Statement statement, DataFolder data, Path folder)
            throws SQLException, IOException {
        Path rules = folder.resolve("pg_hba.conf");
        if (!Files.readString(rules).equals(PASSWORD_REQUIRED)) {
            statement.execute("ALTER ROLE " + USER + " PASSWORD '" + data.secret(PASSWORD) + "'");
            Files.move(data.replace("pg_hba.conf", PASSWORD_REQUIRED), rules, StandardCopyOption.ATOMIC_MOVE);
        }
        // also where an earlier start was killed before it came to this
        statement.execute("SELECT pg_reload_conf()");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException taken) {
            return true;
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
