package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.LogWatch;
import io.playhead.RunningPlayhead;
import io.playhead.WazoRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class WazoDatabaseTest {

    private static final WazoRole wazo = WazoRole.ready();

    @AfterAll
    static void drop() {
        wazo.close();
    }

    @BeforeAll
    static void it_is_complete() {
        Migrations.run(TestProperties.wazo(wazo.role()));
    }

    /** What is made, and what undoes it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call-logd's revision 0776735d0419 (it is at 332b72b38735)"
                        + "| UPDATE call_logd_alembic_version SET version_num = '332b72b38735'"
                        + "| UPDATE call_logd_alembic_version SET version_num = '0776735d0419'",
                "call-logd's revision 0776735d0419 (it is at none)"
                        + "| DELETE FROM call_logd_alembic_version"
                        + "| INSERT INTO call_logd_alembic_version VALUES ('0776735d0419')",
                "call-logd's tables (no table public.call_logd_alembic_version)"
                        + "| ALTER TABLE call_logd_alembic_version RENAME TO elsewhere"
                        + "| ALTER TABLE elsewhere RENAME TO call_logd_alembic_version",
                "the table public.call_logd_recording"
                        + "| ALTER TABLE call_logd_recording RENAME TO elsewhere"
                        + "| ALTER TABLE elsewhere RENAME TO call_logd_recording",
                "the column public.call_logd_call_log.blocked as bool (it is int4)"
                        + "| ALTER TABLE call_logd_call_log ALTER blocked TYPE integer USING blocked::int"
                        + "| ALTER TABLE call_logd_call_log ALTER blocked TYPE boolean USING blocked::boolean",
                "the table playhead.recording_facts"
                        + "| ALTER TABLE playhead.recording_facts RENAME TO elsewhere"
                        + "| ALTER TABLE playhead.elsewhere RENAME TO recording_facts",
                "the column playhead.recording_facts.plain_wave (bool)"
                        + "| ALTER TABLE playhead.recording_facts RENAME plain_wave TO elsewhere"
                        + "| ALTER TABLE playhead.recording_facts RENAME elsewhere TO plain_wave",
                "the privilege USAGE on the schema playhead"
                        + "| REVOKE USAGE ON SCHEMA playhead FROM %s"
                        + "| GRANT USAGE ON SCHEMA playhead TO %s",
                "the privilege USAGE on the schema public"
                        + "| REVOKE USAGE ON SCHEMA public FROM %s, PUBLIC"
                        + "| GRANT USAGE ON SCHEMA public TO %s, PUBLIC",
                "the privilege INSERT, DELETE on playhead.recording_facts"
                        + "| REVOKE INSERT, DELETE ON playhead.recording_facts FROM %s"
                        + "| GRANT INSERT, DELETE ON playhead.recording_facts TO %s",
                "the privilege UPDATE on public.call_logd_recording"
                        + "| REVOKE UPDATE ON call_logd_recording FROM %s"
                        + "| GRANT UPDATE ON call_logd_recording TO %s",
                "the privilege SELECT on public.call_logd_alembic_version"
                        + "| REVOKE SELECT ON call_logd_alembic_version FROM %s"
                        + "| GRANT SELECT ON call_logd_alembic_version TO %s",
                "the privilege USAGE on public.call_logd_call_log_id_seq"
                        + "| REVOKE USAGE ON SEQUENCE call_logd_call_log_id_seq FROM %s"
                        + "| GRANT USAGE ON SEQUENCE call_logd_call_log_id_seq TO %s",
            })
    void what_is_missing_is_named_with_what_makes_it(String missing, String broken, String mended) {
        wazo.run(broken.formatted(wazo.quoted()));
        try {
            assertThatThrownBy(() -> Migrations.run(TestProperties.wazo(wazo.role())))
                    .hasMessageStartingWith("playhead.database.owner is wazo, but the database lacks " + missing)
                    .hasMessageContaining("java -jar playhead.jar schema --role="
                            + wazo.role().username())
                    .hasMessageContaining("wazo-call-logd-upgrade-db");
        } finally {
            wazo.run(mended.formatted(wazo.quoted()));
        }
    }

    static Stream<String> columns() {
        UsedTables used = UsedTables.of(MigrationFiles.read());
        return Stream.concat(used.contract().stream(), used.own().stream())
                .flatMap(table -> table.columns().keySet().stream().map(column -> table.qualified() + " " + column));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void each_column_is_looked_for(String name) {
        String[] words = name.split(" ");
        wazo.run("ALTER TABLE " + words[0] + " RENAME " + words[1] + " TO elsewhere");
        try {
            assertThatThrownBy(() -> Migrations.run(TestProperties.wazo(wazo.role())))
                    .hasMessageContaining("lacks the column " + words[0] + "." + words[1] + " (");
        } finally {
            wazo.run("ALTER TABLE " + words[0] + " RENAME elsewhere TO " + words[1]);
        }
    }

    @Test
    void all_that_is_missing_is_named_at_once() {
        try (WazoRole bare = WazoRole.create()) {
            assertThatThrownBy(() -> Migrations.run(TestProperties.wazo(bare.role())))
                    .hasMessageContainingAll(
                            "the table playhead.recording_facts",
                            "the privilege SELECT, INSERT, UPDATE, DELETE on public.call_logd_call_log;",
                            "the privilege SELECT on public.call_logd_alembic_version;",
                            "the privilege USAGE on public.call_logd_config_id_seq");
        }
    }

    @Test
    void a_start_that_lacks_something_ends_with_that_sentence(CapturedOutput output) {
        try (WazoRole bare = WazoRole.create()) {
            Map<String, String> settings = Map.of(
                    "playhead.database.owner", "wazo",
                    "playhead.database.username", bare.role().username(),
                    "playhead.database.password", bare.role().password());

            assertThatThrownBy(() -> RunningPlayhead.start(settings, bare.database()))
                    .isInstanceOf(Exception.class);

            assertThat(output.getAll())
                    .contains(
                            "APPLICATION FAILED TO START",
                            "playhead.database.owner is wazo, but the database lacks the table")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void a_newer_revision_will_do_as_long_as_the_columns_are_there() {
        try (WazoRole newer = WazoRole.ready();
                LogWatch log = new LogWatch()) {
            newer.run("UPDATE call_logd_alembic_version SET version_num = 'fedcba987654'");
            newer.run("ALTER TABLE call_logd_call_log ADD COLUMN novelty text, DROP COLUMN user_field");
            newer.run("ALTER TABLE call_logd_call_log ALTER source_name TYPE text");
            newer.run("DROP TABLE call_logd_voicemail_transcription");

            Migrations.run(TestProperties.wazo(newer.role()));

            assertThat(log.lines()).anyMatch(line -> line.contains("revision fedcba987654"));
        }
    }

    @Test
    void indexes_that_are_missing_are_told_of() {
        try (LogWatch log = new LogWatch()) {
            Migrations.run(TestProperties.wazo(wazo.role()));

            assertThat(log.lines())
                    .anyMatch(line -> line.contains("playhead_call_log__idx__tenant_date")
                            && line.contains("java -jar playhead.jar indexes"));
        }
    }

    /** Else a database without them would be let pass. */
    @Test
    void columns_that_are_not_looked_for_are_read_nowhere() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources = files.filter(
                            file -> file.toString().endsWith(".java") && !file.endsWith("UsedTables.java"))
                    .toList();
            for (Path source : sources) {
                String text = Files.readString(source);
                for (String name : UsedTables.UNUSED_COLUMNS) {
                    assertThat(Pattern.compile("\\b" + name + "\\b")
                                    .matcher(text)
                                    .find())
                            .as("%s in %s", name, source)
                            .isFalse();
                }
            }
        }
    }
}
