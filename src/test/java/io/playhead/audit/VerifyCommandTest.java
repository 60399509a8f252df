package io.playhead.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.Listener;
import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import io.playhead.access.Secret;
import io.playhead.audit.Audited.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log that was written, pruned and ended in order; then somebody with every right in the database changes it. */
class VerifyCommandTest {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final UUID TENANT = RunningPlayhead.TENANT_U;
    private static final int BURST = 1000;
    private static final int PRUNED = 8;
    private static final List<String> TABLES = List.of("audit_entry", "audit_chain", "audit_head", "audit_writer");
    /** Of the chain that is changed: behind what was pruned. */
    private static final String CHAIN = "tenant_uuid = '" + TENANT + "'";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path logged;

    @SuppressWarnings("NullAway.Init")
    private static Recorded played;

    @BeforeAll
    static void write() throws Exception {
        RunningPlayhead playhead = RunningPlayhead.start(
                Map.of("playhead.audit.heartbeat", "500ms", "spring.lifecycle.timeout-per-shutdown-phase", "15s"),
                DATABASE);
        try (LogWatch log = new LogWatch()) {
            AuditLog entries = playhead.bean(AuditLog.class);
            burst(entries, PRUNED);
            Eventually.holds("they are written", Duration.ofSeconds(10), () -> entries.waiting() == 0);
            Instant before = Instant.now();
            played = Audited.recorded(playhead, RunningPlayhead.TENANT_M, 48_000_000);
            RawHttp.once(
                    playhead.port(),
                    "GET",
                    played.path(),
                    Audited.auth(RunningPlayhead.TOKEN_M),
                    "User-Agent: done",
                    "Range: bytes=0-99");
            playhead.bean(AuditPruning.class).prune(before).block();
            Listener listener = Listener.of(playhead, played.path());
            burst(entries, BURST);
            listener.close();
            playhead.close();
            logged = Files.write(folder.resolve("playhead.log"), log.lines());
        }
        TABLES.forEach(table -> Sql.run(DATABASE, "CREATE TABLE public.was_" + table + " AS TABLE playhead." + table));
    }

    private static void burst(AuditLog log, int entries) {
        for (int entry = 0; entry < entries; entry++) {
            log.log(AuditEntry.of(Instant.now(), Action.POLICY_CHANGED, TENANT, Actor.NOBODY)
                    .with("number", entry));
        }
    }

    @AfterEach
    void restore() {
        TABLES.forEach(table -> {
            Sql.run(DATABASE, "TRUNCATE playhead." + table);
            Sql.run(DATABASE, "INSERT INTO playhead." + table + " TABLE public.was_" + table);
        });
    }

    @Test
    void an_orderly_stop_loses_nothing() {
        assertThat(Sql.number(DATABASE, "SELECT count(*) FROM playhead.audit_entry WHERE " + CHAIN))
                .isEqualTo(BURST);
        assertThat(Sql.run(DATABASE, "SELECT ended_how FROM playhead.audit_writer"))
                .containsExactly("stopped");
        assertThat(Sql.run(
                        DATABASE,
                        "SELECT action || ' ' || outcome FROM playhead.audit_entry WHERE recording_uuid = ? ORDER BY number",
                        played.uuid()))
                .startsWith("listen.started started", "listen.started started")
                .hasSize(4)
                .contains("listen.ended delivered");
    }

    @Test
    void what_nobody_has_changed_is_sound() {
        Verified verified = Verified.of(DATABASE, "--log=" + logged);

        assertThat(verified.text()).contains("all as they were written").startsWith((BURST + 4) + " entries");
        assertThat(verified.sound()).isTrue();
        assertThat(Sql.number(DATABASE, "SELECT pruned_number FROM playhead.audit_chain WHERE " + CHAIN))
                .isEqualTo(PRUNED);
    }

    @ParameterizedTest
    @CsvSource({
        "outcome = 'other'",
        "action = 'listen.started'",
        "at = at + interval '1 microsecond'",
        "details = '{}'",
        "user_uuid = gen_random_uuid()",
        "maker_uuid = gen_random_uuid()",
        "recording_uuid = gen_random_uuid()",
        "address = ''",
        "user_agent = ''",
        "call_id = 0",
        "id = gen_random_uuid()"
    })
    void an_altered_entry_is_found(String change) {
        change("UPDATE playhead.audit_entry SET " + change + " WHERE number = 500 AND " + CHAIN);

        found("entry 500: is altered, or is not in its place", 1);
    }

    @Test
    void an_altered_seal_is_found() {
        change("UPDATE playhead.audit_entry SET mac = sha256('x') WHERE number = 500 AND " + CHAIN);

        found("entry 500: is altered, or is not in its place", 2);
    }

    @Test
    void an_entry_of_another_chain_is_found() {
        change("UPDATE playhead.audit_entry SET tenant_uuid = '" + RunningPlayhead.TENANT_X
                + "' WHERE number = 500 AND " + CHAIN);

        found("entry 500: is missing", 2);
        found("there is no such chain", 2);
    }

    @Test
    void missing_entries_are_found() {
        change("DELETE FROM playhead.audit_entry WHERE number IN (500, 501, 600) AND " + CHAIN);

        found("entry 500 to 501: are missing", 2);
        found("entry 600: is missing", 2);
    }

    @Test
    void the_first_that_is_left_is_missed() {
        change("DELETE FROM playhead.audit_entry WHERE number = " + (PRUNED + 1) + " AND " + CHAIN);

        found("entry " + (PRUNED + 1) + ": is missing", 1);
    }

    @Test
    void entries_in_another_order_are_found() {
        change("UPDATE playhead.audit_entry SET number = -1 WHERE number = 500 AND " + CHAIN);
        change("UPDATE playhead.audit_entry SET number = 500 WHERE number = 501 AND " + CHAIN);
        change("UPDATE playhead.audit_entry SET number = 501 WHERE number = -1 AND " + CHAIN);

        found("entry 500: is altered, or is not in its place", 3);
        found("entry 501: is altered, or is not in its place", 3);
    }

    @Test
    void an_entry_that_nobody_wrote_is_found() {
        copy(BURST + PRUNED + 1);

        found("entry " + (BURST + PRUNED + 1) + ": lies behind the chain's end", 1);
    }

    @Test
    void an_entry_from_before_the_beginning_is_found() {
        copy(3);

        found("entry 3: lies before where what is left of the chain begins", 1);
    }

    private static void copy(int to) {
        change("CREATE TEMP TABLE one AS SELECT * FROM playhead.audit_entry WHERE number = 500 AND " + CHAIN
                + "; UPDATE one SET number = " + to + ", id = gen_random_uuid()"
                + "; INSERT INTO playhead.audit_entry SELECT * FROM one");
    }

    @Test
    void a_tail_that_was_cut_off_is_found() {
        change("DELETE FROM playhead.audit_entry WHERE number > 990 AND " + CHAIN);

        found("entry 991 to " + (BURST + PRUNED) + ": are missing", 2);
        found("entry " + (BURST + PRUNED) + ": is not the one that was signed in its hour", 2);
    }

    @Test
    void a_tail_that_was_cut_off_with_all_that_speaks_of_it_is_found() {
        change("DELETE FROM playhead.audit_entry WHERE number > 990 AND " + CHAIN);
        change("DELETE FROM playhead.audit_head");
        change("UPDATE playhead.audit_chain c SET number = 990, mac = (SELECT e.mac FROM playhead.audit_entry e"
                + " WHERE e.number = 990 AND e.tenant_uuid = c.tenant_uuid) WHERE " + CHAIN);

        found("its end is not as it was signed", 2);
        found("it wrote " + (BURST + PRUNED + 4) + " entries, and its chains have", 2);
        change("UPDATE playhead.audit_writer SET entries = entries - 18");
        found("its row is not as it was signed", 2);
    }

    /** Somebody who has kept a signed row of earlier. */
    @Test
    void a_tail_that_was_cut_off_back_to_an_earlier_head_is_found() {
        Seal seal = new Seal(Secret.of(RunningPlayhead.SECRET, "secret"));
        UUID writer = UUID.fromString(Sql.run(DATABASE, "SELECT writer_uuid FROM playhead.audit_writer")
                .getFirst());
        byte[] mac = HexFormat.of()
                .parseHex(Sql.run(
                                DATABASE,
                                "SELECT encode(mac, 'hex') FROM playhead.audit_entry WHERE number = 990 AND " + CHAIN)
                        .getFirst());
        change("DELETE FROM playhead.audit_entry WHERE number > 990 AND " + CHAIN);
        change("DELETE FROM playhead.audit_head");
        Sql.run(
                DATABASE,
                "UPDATE playhead.audit_chain SET number = 990, mac = ?, signature = ? WHERE " + CHAIN,
                mac,
                seal.head(Seal.HEAD, TENANT, writer, 990, mac));

        found("it wrote " + (BURST + PRUNED + 4) + " entries, and its chains have", 1);
    }

    @Test
    void a_chain_that_is_gone_is_found() {
        for (String table : List.of("audit_entry", "audit_chain", "audit_head")) {
            change("DELETE FROM playhead." + table + " WHERE " + CHAIN);
        }

        found("it wrote 2 chains, and there are 1", 1);
    }

    @Test
    void a_writer_that_is_gone_is_found_by_those_after_it() {
        change("UPDATE playhead.audit_writer SET ordinal = 2");

        found("1 writers are missing", 2);
    }

    @Test
    void a_log_that_is_gone_altogether_is_found_by_the_lines_that_told_of_it() {
        TABLES.forEach(table -> change("DELETE FROM playhead." + table));

        assertThat(Verified.of(DATABASE).sound()).isTrue();
        Verified verified = Verified.of(DATABASE, "--log=" + logged);
        assertThat(verified.sound()).isFalse();
        assertThat(verified.text())
                .contains("tenant " + TENANT, "entry " + (BURST + PRUNED) + ": is not the one that the log has");
    }

    @Test
    void where_the_rest_begins_is_signed() {
        change("DELETE FROM playhead.audit_entry WHERE number <= 20 AND " + CHAIN);
        change("UPDATE playhead.audit_chain SET pruned_number = 20 WHERE " + CHAIN);

        found("where what is left of it begins is not as it was signed", 2);
    }

    @Test
    void another_secret_verifies_nothing_and_a_former_one_what_was_sealed_with_it() throws Exception {
        String another = "another secret of the tests, of enough characters";
        Path former = Files.writeString(folder.resolve("former"), RunningPlayhead.SECRET + "\n");

        Verified with = Verified.with(another, DATABASE);
        assertThat(with.sound()).isFalse();
        assertThat(with.text())
                .contains("is signed with a secret that is not given")
                .doesNotContain(another);
        assertThat(Verified.with(another, DATABASE, "--former-secret-file=" + former)
                        .sound())
                .isTrue();
    }

    @Test
    void a_database_that_does_not_answer_is_a_failure_in_a_sentence() {
        TestDatabase none = new TestDatabase("postgresql://localhost:1", "none", "nobody", "");

        Verified verified = Verified.of(none);

        assertThat(verified.sound()).isFalse();
        assertThat(verified.text()).startsWith("playhead.database.url: ");
    }

    private static void change(String statement) {
        Sql.run(DATABASE, statement);
    }

    private static void found(String sentence, int faults) {
        Verified verified = Verified.of(DATABASE);

        assertThat(verified.sound()).isFalse();
        assertThat(verified.text()).contains(sentence).endsWith("not as it was written: " + faults + " faults");
    }
}
