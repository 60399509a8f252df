package io.playhead;

import io.playhead.command.Command;
import io.playhead.command.CommandCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * A database as call-logd's own migrations make it, seen by a role that may do nothing there yet. Roles belong to the
 * whole server: to be closed.
 *
 * @param database as its owner sees it
 * @param role the same, logged in as the role
 */
public record WazoRole(TestDatabase database, TestDatabase role) implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String CONTRACT = "io/playhead/database/migrations/V1__call_logd.sql";

    /** Without a schema {@code playhead}. */
    public static WazoRole create() {
        TestDatabase database = TestDatabase.create();
        // a name that has to be quoted
        String name =
                "playhead-test \"%d\" %d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
        WazoRole wazo = new WazoRole(database, new TestDatabase(database.server(), database.name(), name, "secret"));
        try {
            wazo.run(new ClassPathResource(CONTRACT).getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        wazo.run("CREATE ROLE " + wazo.quoted() + " LOGIN PASSWORD 'secret'");
        return wazo;
    }

    /** As {@link #create}, and as its administrator leaves it for Playhead. */
    public static WazoRole ready() {
        WazoRole wazo = create();
        wazo.run(wazo.schema());
        return wazo;
    }

    /** What the command prints for this role. */
    public String schema() {
        Command schema = SpringFactoriesLoader.forDefaultResourceLocation().load(Command.class).stream()
                .filter(command -> command.name().equals("schema"))
                .findFirst()
                .orElseThrow();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        schema.run(new CommandCall(
                new DefaultApplicationArguments("schema", "--role=" + role.username()),
                new StandardEnvironment(),
                new PrintStream(printed, true, StandardCharsets.UTF_8)));
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Runs statements as the owner. */
    public void run(String statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException failure) {
            throw new IllegalStateException(statements, failure);
        }
    }

    /** For statements. */
    public String quoted() {
        return '"' + role.username().replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() {
        run("DROP OWNED BY " + quoted() + "; DROP ROLE " + quoted());
    }
}
