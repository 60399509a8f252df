package io.playhead.database;

import io.playhead.command.Command;
import io.playhead.command.CommandCall;
import io.playhead.command.CommandFailure;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Prints the indexes on call-logd's tables that lists of many calls are quick by, or makes them: one by one, and without
 * keeping anybody from writing.
 */
final class IndexesCommand implements Command {

    private static final String MAKE = "make";
    private static final String CREATE = "CREATE INDEX ";
    private static final String STATE = """
            SELECT i.indisvalid, EXISTS (SELECT FROM pg_stat_progress_create_index p
                WHERE p.datname = current_database() AND coalesce(p.index_relid, c.oid) = c.oid) AS being_made
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relname = ?""";

    @Override
    public String name() {
        return "indexes";
    }

    @Override
    public String usage() {
        return """
                indexes [--make]
                  prints the SQL of the indexes on call-logd's tables that Playhead is quicker by, for an existing Wazo's
                  database. With --make it makes those that are missing, over playhead.database.*, as the owner of the
                  tables, while everybody goes on working:
                  java -jar playhead.jar indexes --make --playhead.database.username=asterisk""";
    }

    @Override
    public Set<String> options() {
        return Set.of(MAKE);
    }

    @Override
    public void run(CommandCall call) {
        List<String> indexes = MigrationFiles.read().indexes();
        if (call.has(MAKE)) {
            make(indexes, call);
        } else {
            indexes.forEach(index -> call.out().println(concurrently(index) + ";"));
        }
    }

    private static void make(List<String> indexes, CommandCall call) {
        try (Connection connection = CommandConnection.open(call.settings());
                Statement statement = connection.createStatement()) {
            // a large table takes its time, whatever limit the role has
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET lock_timeout = 0");
            for (String index : indexes) {
                make(index, connection, call.out());
            }
        } catch (SQLException failure) {
            throw new CommandFailure("playhead.database.url: " + failure.getMessage(), failure);
        }
    }

    private static void make(String index, Connection connection, PrintStream out) {
        String name = nameOf(index);
        try (Statement statement = connection.createStatement()) {
            switch (state(name, connection)) {
                case MADE -> {
                    out.println(name + ": is there");
                    return;
                }
                case BEING_MADE -> throw new CommandFailure(name + ": another session is at work on it; wait for that");
                case BROKEN -> {
                    out.println(name + ": was left unfinished by an attempt that was broken off; is dropped");
                    statement.execute("DROP INDEX CONCURRENTLY IF EXISTS public." + name);
                }
                case MISSING -> {}
            }
            out.println(name + ": is being made ...");
            long started = System.nanoTime();
            statement.execute(concurrently(index));
            out.println(name + ": made in "
                    + Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s");
        } catch (SQLException failure) {
            throw new CommandFailure(
                    name + ": could not be made: " + failure.getMessage()
                            + "\nWhat is left of it does no harm; the next attempt begins anew. Only the owner of the"
                            + " table may make it: --playhead.database.username=...",
                    failure);
        }
    }

    private enum State {
        MISSING,
        MADE,
        BEING_MADE,
        /** There, but never read: queries do not see it, and every write still has to keep it. */
        BROKEN
    }

    private static State state(String name, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return State.MISSING;
                }
                if (result.getBoolean("indisvalid")) {
                    return State.MADE;
                }
                return result.getBoolean("being_made") ? State.BEING_MADE : State.BROKEN;
            }
        }
    }

    static String nameOf(String index) {
        return index.substring(CREATE.length()).split("\\s+", 2)[0];
    }

    private static String concurrently(String index) {
        return index.replaceAll("\\s+", " ").replaceFirst("^" + CREATE, CREATE + "CONCURRENTLY IF NOT EXISTS ");
    }
}
