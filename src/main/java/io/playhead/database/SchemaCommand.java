package io.playhead.database;

import io.playhead.command.Command;
import io.playhead.command.CommandCall;
import io.playhead.command.CommandFailure;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints what an administrator runs on an existing Wazo's database, so that Playhead can work there without any DDL. */
final class SchemaCommand implements Command {

    private static final String ROLE = "role";
    private static final String USERNAME = "playhead.database.username";
    private static final Pattern MADE = Pattern.compile(
            "^CREATE (TABLE|SEQUENCE|(UNIQUE )?INDEX)(?! IF NOT EXISTS) |\\bADD COLUMN(?! IF NOT EXISTS) ");
    private static final Pattern FUNCTION = Pattern.compile("^CREATE FUNCTION ");

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public String usage() {
        return """
                schema [--role=name]
                  prints the SQL by which the owner of an existing Wazo's database makes the schema playhead, and lets
                  the role (else that of playhead.database.username) read and write there and in call-logd's tables.
                  To be run once before the first start, and again, for what is new, before that of a new version:
                  java -jar playhead.jar schema --role=playhead | sudo -u postgres psql -v ON_ERROR_STOP=1 asterisk""";
    }

    @Override
    public Set<String> options() {
        return Set.of(ROLE);
    }

    @Override
    public void run(CommandCall call) {
        String role = call.value(ROLE)
                .or(() -> Optional.ofNullable(call.settings().getProperty(USERNAME)))
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> new CommandFailure("whom to let in? --role=... or " + USERNAME));
        MigrationFiles files = MigrationFiles.read();
        print(call.out(), files.own(), UsedTables.of(files), quoted(role));
    }

    private static void print(PrintStream out, List<String> own, UsedTables used, String role) {
        out.println(
                "-- Playhead beside call-logd: run this as the owner of the database. To run it again does no harm.");
        statement(out, "BEGIN");
        statement(out, "CREATE SCHEMA IF NOT EXISTS playhead");
        own.forEach(statement -> statement(out, unlessThere(statement)));
        statement(out, "GRANT USAGE ON SCHEMA public, playhead TO " + role);
        statement(out, "GRANT SELECT ON public." + UsedTables.VERSION + " TO " + role);
        statement(out, "GRANT SELECT, INSERT, UPDATE, DELETE ON\n    " + names(used) + "\n    TO " + role);
        sequences(out, used.sequences(), role);
        sequences(out, used.ownSequences(), role);
        statement(out, "COMMIT");
    }

    private static void sequences(PrintStream out, List<String> sequences, String role) {
        if (!sequences.isEmpty()) {
            statement(out, "GRANT USAGE ON SEQUENCE " + String.join(", ", sequences) + " TO " + role);
        }
    }

    private static String names(UsedTables used) {
        return Stream.concat(used.contract().stream(), used.own().stream())
                .map(Table::qualified)
                .collect(Collectors.joining(",\n    "));
    }

    /** What an earlier version has made stays as it is. */
    private static String unlessThere(String statement) {
        String replacing = FUNCTION.matcher(statement).replaceFirst("CREATE OR REPLACE FUNCTION ");
        return MADE.matcher(replacing).replaceAll(match -> match.group() + "IF NOT EXISTS ");
    }

    private static void statement(PrintStream out, String statement) {
        out.println(statement + ";\n");
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
