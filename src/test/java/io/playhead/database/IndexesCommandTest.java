package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Eventually;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import io.playhead.WazoRole;
import io.playhead.command.CommandCall;
import io.playhead.command.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class IndexesCommandTest {

    private static final String INDEXES = """
            SELECT indexdef || CASE WHEN indisvalid THEN '' ELSE ' (invalid)' END
            FROM pg_indexes JOIN pg_index ON indexrelid = to_regclass(indexname)
            WHERE schemaname = 'public' AND indexname LIKE 'playhead%' ORDER BY 1""";
    private static final String NAME = "playhead_call_log__idx__tenant_date";

    private final WazoRole wazo = WazoRole.ready();

    @AfterEach
    void drop() {
        wazo.close();
    }

    @Test
    void what_is_printed_makes_what_the_migrations_make() {
        TestDatabase own = TestDatabase.create();
        Migrations.run(TestProperties.own(own));

        String printed = run(Map.of(), "indexes");

        assertThat(printed.lines()).allMatch(line -> line.startsWith("CREATE INDEX CONCURRENTLY IF NOT EXISTS "));
        printed.lines().forEach(statement -> Sql.run(wazo.database(), statement));
        // on a database of its own the index of calls, or an index in the order of dates, does what these are for
        Pattern ofWazoAlone = Pattern.compile(
                "playhead_(call_log__idx__(source|destination|requested_extension)|participant__idx__tags) ");
        List<String> ofBoth = Sql.run(own, INDEXES).stream()
                .filter(index -> !index.contains("playhead_call_log__idx__requested_by_date"))
                .toList();
        assertThat(ofBoth).isNotEmpty().noneMatch(ofWazoAlone.asPredicate());
        assertThat(Sql.run(wazo.database(), INDEXES).stream()
                        .filter(ofWazoAlone.asPredicate().negate())
                        .toList())
                .isEqualTo(ofBoth);
        assertThat(printed.lines().filter(ofWazoAlone.asPredicate())).hasSize(4);
    }

    @Test
    void they_are_made_once() {
        assertThat(make(wazo.database())).contains(NAME + ": is being made", NAME + ": made in ");

        assertThat(make(wazo.database())).contains(NAME + ": is there").doesNotContain("made in");
        assertThat(Sql.run(wazo.database(), INDEXES)).anyMatch(index -> index.contains(NAME));
    }

    @Test
    void one_that_was_broken_off_is_made_anew() {
        run(Map.of(), "indexes").lines().forEach(statement -> Sql.run(wazo.database(), statement));
        wazo.run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass('public." + NAME + "')");

        assertThat(make(wazo.database())).contains(NAME + ": was left unfinished", NAME + ": made in ");
        assertThat(Sql.run(wazo.database(), INDEXES)).isNotEmpty().noneMatch(index -> index.contains("invalid"));
    }

    @Test
    void one_that_another_session_is_making_is_left_to_it() throws Exception {
        try (Connection writing = wazo.database().connect();
                Statement statement = writing.createStatement()) {
            writing.setAutoCommit(false);
            statement.execute("LOCK TABLE call_logd_call_log IN ROW EXCLUSIVE MODE");
            Thread other = Thread.ofVirtual().start(() -> make(wazo.database()));
            Eventually.holds(
                    "it waits for whoever is writing",
                    Duration.ofSeconds(10),
                    () -> !Sql.run(wazo.database(), INDEXES).isEmpty());

            assertThatThrownBy(() -> make(wazo.database()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("another session");
            writing.commit();
            other.join();
        }
        assertThat(Sql.run(wazo.database(), INDEXES)).isNotEmpty().noneMatch(index -> index.contains("invalid"));
    }

    @Test
    void who_may_not_is_told_who_may() {
        assertThatThrownBy(() -> make(wazo.role()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll(NAME, "must be owner of table", "--playhead.database.username=");
        assertThat(Sql.run(wazo.database(), INDEXES)).isEmpty();
    }

    @Test
    void without_a_database_the_property_is_named() {
        assertThatThrownBy(() -> run(Map.of(), "indexes", "--make"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("playhead.database.url must be set");
        assertThatThrownBy(
                        () -> run(Map.of("playhead.database.url", "postgresql://localhost:1/x"), "indexes", "--make"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("playhead.database.url: ")
                .hasMessageContaining("refused");
    }

    private static String make(TestDatabase database) {
        return run(
                Map.of(
                        "playhead.database.url", database.url(),
                        "playhead.database.username", database.username(),
                        "playhead.database.password", database.password()),
                "indexes",
                "--make");
    }

    private static String run(Map<String, Object> settings, String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        new IndexesCommand()
                .run(new CommandCall(
                        new DefaultApplicationArguments(arguments), environment, new PrintStream(printed)));
        return printed.toString();
    }
}
