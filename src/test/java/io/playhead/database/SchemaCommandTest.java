package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Sql;
import io.playhead.TestDatabase;
import io.playhead.WazoRole;
import io.playhead.command.CommandCall;
import io.playhead.command.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SchemaCommandTest {

    private static final String OWN = """
            SELECT concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type, is_nullable,
                column_default, col_description(to_regclass('playhead.' || table_name), ordinal_position))
            FROM information_schema.columns WHERE table_schema = 'playhead' AND table_name <> 'schema_history'
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes
            WHERE schemaname = 'playhead' AND tablename <> 'schema_history'
            UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE connamespace = to_regnamespace('playhead')
              AND conrelid <> COALESCE(to_regclass('playhead.schema_history'), 0::oid) ORDER BY 1""";

    /** Playhead's index of calls hangs on triggers, which an existing Wazo's tables do not get. */
    private static final Pattern OF_INDEX =
            Pattern.compile("\\b(call_index|call_user|call_count|call_total|user_count|users_of_calls|tags_of_calls)");

    @Test
    void the_schema_is_the_one_that_the_migrations_make() {
        TestDatabase own = TestDatabase.create();
        Migrations.run(TestProperties.own(own));
        try (WazoRole wazo = WazoRole.ready()) {
            List<String> made = Sql.run(wazo.database(), OWN);

            assertThat(made)
                    .isEqualTo(Sql.run(own, OWN).stream()
                            .filter(one -> !OF_INDEX.matcher(one).find())
                            .toList())
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void to_run_it_again_does_no_harm() {
        try (WazoRole wazo = WazoRole.ready()) {
            List<String> before = Sql.run(wazo.database(), OWN);

            wazo.run(wazo.schema());

            assertThat(Sql.run(wazo.database(), OWN)).isEqualTo(before);
            assertThatCode(() -> Migrations.run(TestProperties.wazo(wazo.role())))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void nothing_of_call_logds_is_altered() {
        String others = """
                SELECT concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type, is_nullable,
                    column_default)
                FROM information_schema.columns WHERE table_schema = 'public'
                UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
                UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
                UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = to_regnamespace('public')
                ORDER BY 1""";
        try (WazoRole wazo = WazoRole.create()) {
            List<String> before = Sql.run(wazo.database(), others);

            wazo.run(wazo.schema());

            assertThat(Sql.run(wazo.database(), others)).isEqualTo(before);
        }
    }

    @Test
    void the_role_may_change_rows_and_nothing_else() {
        try (WazoRole wazo = WazoRole.ready()) {
            for (String forbidden : List.of(
                    "CREATE TABLE playhead.more (id int)",
                    "CREATE TABLE public.more (id int)",
                    "ALTER TABLE call_logd_recording ADD COLUMN more int",
                    "CREATE INDEX more ON call_logd_recording (path)",
                    "TRUNCATE call_logd_recording",
                    "UPDATE call_logd_alembic_version SET version_num = 'x'",
                    "SELECT * FROM call_logd_voicemail_transcription",
                    "SELECT setval('call_logd_call_log_id_seq', 1)",
                    "DROP SCHEMA playhead")) {
                assertThatThrownBy(() -> Sql.run(wazo.role(), forbidden))
                        .as(forbidden)
                        .rootCause()
                        .hasMessageContainingAll("ERROR: ")
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
        }
    }

    @Test
    void the_role_is_the_one_that_is_configured_where_none_is_given() {
        assertThat(printed(Map.of("playhead.database.username", "configured"), "schema"))
                .contains("TO \"configured\";");
        assertThat(printed(Map.of("playhead.database.username", "configured"), "schema", "--role=Given\"1"))
                .contains("TO \"Given\"\"1\";")
                .doesNotContain("configured");
    }

    @Test
    void without_a_role_nothing_is_printed() {
        assertThatThrownBy(() -> printed(Map.of(), "schema"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--role=");
    }

    private static String printed(Map<String, Object> settings, String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        new SchemaCommand()
                .run(new CommandCall(
                        new DefaultApplicationArguments(arguments), environment, new PrintStream(printed)));
        return printed.toString();
    }
}
