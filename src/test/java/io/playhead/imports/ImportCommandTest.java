package io.playhead.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingTable;
import io.playhead.command.CommandFailure;
import io.playhead.imports.Monitor.Printed;
import io.playhead.storage.RecordingFolders;
import io.playhead.storage.RecordingFolders.Folder;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on a real folder and a real PostgreSQL. */
class ImportCommandTest {

    private final UUID tenant = UUID.randomUUID();
    private final UUID recording = UUID.randomUUID();
    private final Monitor monitor = Monitor.create();

    @Test
    void a_file_that_a_wazo_named_gets_the_call_that_is_made_for_it() {
        Path file = monitor.wazo(tenant, recording);

        Printed printed = monitor.run("--create-calls");

        assertThat(printed.outcome(tenant + "/monitor/" + recording + ".wav")).isEqualTo("imported");
        assertThat(printed.count("imported")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(file.toString());
        assertThat(monitor.row(recording, "tenant_uuid")).isEqualTo(tenant.toString());
        assertThat(monitor.row(recording, "state || ' ' || frames || ' ' || codec || ' ' || plain_wave"))
                .isEqualTo("available 8000 PCM_S16 true");
        assertThat(monitor.row(recording, "end_time - start_time")).isEqualTo("00:00:01");
        assertThat(printed.progress()).contains("1 files: 1 imported, 0 there, 0 re-linked, 0 left");
    }

    @Test
    void a_file_that_the_api_named_joins_its_call() {
        int call = TestCall.of(tenant).insertInto(monitor.database());
        monitor.file("2024-01-31T12_13_14UTC-" + call + "-" + recording + ".wav");

        Printed printed = monitor.run("--tenant=" + tenant);

        assertThat(printed.count("imported")).isEqualTo(1);
        assertThat(monitor.row(recording, "call_log_id")).isEqualTo(String.valueOf(call));
        assertThat(monitor.row(recording, "start_time = '2024-01-31T12:13:14Z'"))
                .isEqualTo("t");
        assertThat(monitor.calls(tenant)).isEqualTo(1);
    }

    @Test
    void what_has_its_row_is_left_and_only_looked_at_once() {
        Path file = monitor.wazo(tenant, recording);
        TestCall.of(tenant).recording(recording, file).insertInto(monitor.database());

        Printed first = monitor.run();

        assertThat(first.count("there")).isEqualTo(1);
        assertThat(first.lines()).isEmpty();
        assertThat(monitor.row(recording, "state")).isEqualTo("available");
        String noticed = monitor.row(recording, "noticed_at");
        assertThat(monitor.run().count("there")).isEqualTo(1);
        assertThat(monitor.row(recording, "noticed_at")).isEqualTo(noticed);
    }

    @Test
    void a_second_run_does_nothing() {
        for (int number = 0; number < 20; number++) {
            monitor.wazo(tenant, UUID.randomUUID());
            monitor.file("in-100-5551234-20240131-1213%02d-17067031%02d.1.wav".formatted(number, number));
        }
        String[] options = {"--create-calls", "--pattern=freepbx", "--tenant=" + tenant};
        assertThat(monitor.run(options).count("imported")).isEqualTo(40);

        Printed second = monitor.run(options);

        assertThat(second.count("there")).isEqualTo(40);
        assertThat(second.files()).isEqualTo(40);
        assertThat(second.lines()).isEmpty();
        assertThat(monitor.rows()).isEqualTo(40);
        assertThat(monitor.calls(tenant)).isEqualTo(40);
    }

    @Test
    void a_dry_run_says_the_same_and_touches_nothing() {
        monitor.wazo(tenant, recording);
        monitor.file("notes.txt");
        String before = state();

        Printed dry = monitor.run("--create-calls", "--dry-run");

        assertThat(dry.summary().path("dry_run").asBoolean()).isTrue();
        assertThat(state()).isEqualTo(before);
        Printed real = monitor.run("--create-calls");
        assertThat(real.summary().path("outcomes")).isEqualTo(dry.summary().path("outcomes"));
        assertThat(real.count("imported")).isEqualTo(1);
        assertThat(real.count("not-understood")).isEqualTo(1);
    }

    private String state() {
        return Sql.run(monitor.database(), """
                        SELECT (SELECT count(*) FROM call_logd_recording WHERE starts_with(path, ?)) || ' '
                          || (SELECT count(*) FROM call_logd_call_log WHERE tenant_uuid = ?) || ' '
                          || (SELECT count(*) FROM call_logd_tenant WHERE uuid = ?) || ' '
                          || (SELECT count(*) FROM playhead.recording_facts WHERE recording_uuid = ?)""", monitor.root() + "/", tenant, tenant, recording)
                .getFirst();
    }

    @Test
    void without_a_call_it_is_said_and_left() {
        monitor.wazo(tenant, recording);

        Printed printed = monitor.run();

        assertThat(printed.outcome(tenant + "/monitor/" + recording + ".wav")).isEqualTo("no-call");
        assertThat(monitor.row(recording, "uuid")).isNull();
    }

    @Test
    void another_tenants_call_is_none_of_its_own() {
        int call = TestCall.of(UUID.randomUUID()).insertInto(monitor.database());
        String name = "2024-01-31T12_13_14UTC-" + call + "-" + recording + ".wav";
        monitor.file(tenant + "/monitor/" + name);

        assertThat(monitor.run().outcome(tenant + "/monitor/" + name)).isEqualTo("no-call");
        assertThat(monitor.run("--create-calls").outcome(tenant + "/monitor/" + name))
                .isEqualTo("no-call");
        assertThat(monitor.row(recording, "uuid")).isNull();
    }

    @Test
    void another_tenants_recording_stays_as_it_is() {
        TestCall.of(UUID.randomUUID())
                .recording(recording, Path.of("/elsewhere.wav"))
                .insertInto(monitor.database());
        monitor.wazo(tenant, recording);

        Printed printed = monitor.run("--relink", "--create-calls");

        assertThat(printed.outcome(tenant + "/monitor/" + recording + ".wav")).isEqualTo("taken");
        assertThat(monitor.row(recording, "path")).isEqualTo("/elsewhere.wav");
    }

    @Test
    void a_folder_of_another_tenant_than_the_imports_is_left() {
        monitor.wazo(tenant, recording);

        assertThat(monitor.run("--create-calls", "--tenant=" + UUID.randomUUID())
                        .count("other-tenant"))
                .isEqualTo(1);
    }

    @Test
    void nobodys_file_is_left() {
        monitor.file("2024-01-31T12_13_14UTC-1-" + recording + ".wav");

        assertThat(monitor.run("--create-calls").count("no-tenant")).isEqualTo(1);
    }

    @Test
    void media_that_somebody_deleted_do_not_come_back() {
        TestCall.of(tenant).recording(recording, null).insertInto(monitor.database());
        monitor.wazo(tenant, recording);

        assertThat(monitor.run("--create-calls", "--relink").count("deleted")).isEqualTo(1);
        assertThat(monitor.row(recording, "path IS NULL")).isEqualTo("t");
    }

    @Test
    void a_file_that_was_moved_by_hand_is_linked_again_where_that_is_wished() {
        Path before = monitor.root().resolve("old/" + recording + ".wav");
        TestCall.of(tenant).recording(recording, before).insertInto(monitor.database());
        Path file = monitor.wazo(tenant, recording);

        assertThat(monitor.run().count("moved")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(before.toString());
        assertThat(monitor.run("--relink").count("relinked")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(file.toString());
        assertThat(monitor.run("--relink").count("there")).isEqualTo(1);
    }

    @Test
    void a_copy_of_what_lies_where_its_row_says_is_left() {
        Path file = monitor.wazo(tenant, recording);
        TestCall.of(tenant).recording(recording, file).insertInto(monitor.database());
        monitor.file("copies/" + tenant + "/monitor/" + recording + ".wav");

        Printed printed = monitor.run("--relink");

        assertThat(printed.count("there")).isEqualTo(1);
        assertThat(printed.count("elsewhere")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(file.toString());
    }

    @Test
    void two_files_of_one_uuid_are_one_recording() {
        monitor.wazo(tenant, recording);
        monitor.file("copies/" + tenant + "/monitor/" + recording + ".wav");

        Printed printed = monitor.run("--create-calls");

        assertThat(printed.count("imported")).isEqualTo(1);
        assertThat(printed.count("elsewhere")).isEqualTo(1);
        assertThat(monitor.calls(tenant)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "file://"})
    void a_file_that_is_another_recordings_already_does_not_become_two(String scheme) {
        Path file = monitor.file("1706703194.77.wav");
        TestCall.of(tenant).recording(recording, file).insertInto(monitor.database());
        Sql.run(monitor.database(), "UPDATE call_logd_recording SET path = ? WHERE uuid = ?", scheme + file, recording);

        Printed printed = monitor.run("--create-calls", "--pattern=asterisk", "--tenant=" + tenant);

        assertThat(printed.outcome("1706703194.77.wav")).isEqualTo("registered");
        assertThat(monitor.calls(tenant)).isEqualTo(1);
    }

    @Test
    void a_row_does_not_follow_to_a_file_that_is_another_recordings() {
        Path before = monitor.root().resolve("old/" + recording + ".wav");
        TestCall.of(tenant).recording(recording, before).insertInto(monitor.database());
        Path file = monitor.wazo(tenant, recording);
        TestCall.of(tenant).recording(UUID.randomUUID(), file).insertInto(monitor.database());

        assertThat(monitor.run("--relink").count("registered")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(before.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/outside/of/roots.wav", "s3://bucket/key.wav", "ROOT/link/a.wav", "ROOT/link"})
    void what_nobody_can_look_at_from_here_has_not_been_moved(String place) throws Exception {
        Files.createSymbolicLink(monitor.root().resolve("link"), Path.of("/not/mounted"));
        String row = place.replace("ROOT", monitor.root().toString());
        TestCall.of(tenant).recording(recording, Path.of("/a.wav")).insertInto(monitor.database());
        Sql.run(monitor.database(), "UPDATE call_logd_recording SET path = ? WHERE uuid = ?", row, recording);
        monitor.wazo(tenant, recording);

        assertThat(monitor.run("--relink").count("unreachable")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(row);
    }

    @Test
    void a_folder_that_has_become_a_file_has_lost_what_was_in_it() {
        monitor.file("old");
        TestCall.of(tenant)
                .recording(recording, monitor.root().resolve("old/" + recording + ".wav"))
                .insertInto(monitor.database());
        monitor.wazo(tenant, recording);

        assertThat(monitor.run("--relink").count("relinked")).isEqualTo(1);
    }

    @Test
    void a_recording_whose_octets_are_known_does_not_follow_to_others() {
        Path before = monitor.root().resolve("old/" + recording + ".wav");
        TestCall.of(tenant).recording(recording, before).insertInto(monitor.database());
        byte[] octets = Monitor.wave(100);
        known(octets);
        octets[60] = 1;
        Path file = monitor.file(tenant + "/monitor/" + recording + ".wav", octets);

        assertThat(monitor.run("--relink").count("unproven")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(before.toString());
        monitor.file(tenant + "/monitor/" + recording + ".wav", Monitor.wave(100));
        assertThat(monitor.run("--relink").count("relinked")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(file.toString());
    }

    private void known(byte[] octets) {
        Sql.run(monitor.database(), """
                INSERT INTO playhead.recording_facts (recording_uuid, octets, modified_nanos, validator, sha256, media_type,
                  codec, state, plain_wave)
                VALUES (?, ?, 0, 'v', sha256(?), 'audio/wav', 'PCM_S16', 'truncated', true)""", recording, octets.length, octets);
    }

    @Test
    void of_several_files_that_of_the_rows_kind_is_the_recordings() {
        Path before = monitor.root().resolve("old/" + recording + ".wav");
        TestCall.of(tenant).recording(recording, before).insertInto(monitor.database());
        for (String format : new String[] {"mp3", "ogg", "flac", "gsm", "txt", "wav", "au", "amr"}) {
            monitor.file(tenant + "/monitor/" + recording + "." + format);
        }

        assertThat(monitor.run("--relink").count("relinked")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).endsWith(recording + ".wav");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a note", ""})
    void what_lies_beside_a_recording_is_none(String note) {
        byte[] octets = note.getBytes(StandardCharsets.UTF_8);
        monitor.file(tenant + "/monitor/" + recording + ".txt", octets);

        Printed alone = monitor.run("--create-calls");

        assertThat(alone.count("not-understood")).isEqualTo(1);
        monitor.file(tenant + "/monitor/" + recording + ".json", octets);
        monitor.file(tenant + "/monitor/" + recording + ".wav");
        monitor.file(tenant + "/monitor/" + recording + ".xml", octets);
        assertThat(monitor.run("--create-calls").count("imported")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).endsWith(".wav");
    }

    @Test
    void a_missing_recording_does_not_become_a_text() {
        Path before = monitor.root().resolve("old/" + recording + ".wav");
        TestCall.of(tenant).recording(recording, before).insertInto(monitor.database());
        monitor.file(tenant + "/monitor/" + recording + ".txt", new byte[] {'h', 'o'});

        assertThat(monitor.run("--relink").count("unproven")).isEqualTo(1);
        assertThat(monitor.row(recording, "path")).isEqualTo(before.toString());
    }

    @Test
    void facts_of_what_was_deleted_do_not_come_back_and_old_ones_give_way() throws Exception {
        known(Monitor.wave(1));
        monitor.wazo(tenant, recording);
        monitor.run("--create-calls");
        assertThat(monitor.row(recording, "state || ' ' || coalesce(sha256::text, 'none') || ' ' || frames"))
                .isEqualTo("available none 8000");

        Sql.run(monitor.database(), "UPDATE call_logd_recording SET path = NULL WHERE uuid = ?", recording);
        Sql.run(monitor.database(), "DELETE FROM playhead.recording_facts WHERE recording_uuid = ?", recording);
        try (Connection connection = monitor.connection()) {
            RecordingFacts facts =
                    new RecordingFacts(1, 1, "v", null, null, "audio/wav", "PCM_S16", 8000, 1, 1L, "available", true);
            new RecordingTable(connection).keep(Map.of(recording, facts));
        }
        assertThat(monitor.row(recording, "f.recording_uuid IS NULL")).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource({"1706703194, imported", "1706703260, no-call", "1706703330, no-call", "1706703101, no-call"})
    void of_a_conversation_the_call_counts_that_went_on_when_it_was_recorded(long second, String outcome) {
        String conversation = "1706703190." + Math.floorMod(tenant.getLeastSignificantBits(), 1_000_000_000);
        call(conversation, "2024-01-31T12:13:10Z", "2024-01-31T12:13:40Z");
        call(conversation, "2024-01-31T12:14:50Z", "2024-01-31T12:15:10Z");
        monitor.file(second + "_" + conversation + ".wav");

        Printed printed = monitor.run("--tenant=" + tenant, "--pattern={epoch}_{uniqueid}.{format}");

        assertThat(printed.count(outcome)).isEqualTo(1);
    }

    private void call(String conversation, String start, String end) {
        int call = TestCall.of(tenant).insertInto(monitor.database());
        Sql.run(
                monitor.database(),
                "UPDATE call_logd_call_log SET conversation_id = ?, date = ?::timestamptz, date_end = ?::timestamptz WHERE id = ?",
                conversation,
                start,
                end,
                call);
    }

    @Test
    void nothing_of_a_batch_is_kept_whatever_breaks_it() throws Exception {
        Path file = monitor.wazo(tenant, recording);
        Folder root = new Folder(monitor.root(), monitor.root(), true);
        ImportWish wish = new ImportWish(
                Names.of(List.of(), ZoneId.of("UTC")),
                null,
                null,
                true,
                true,
                false,
                false,
                Duration.ZERO,
                Duration.ZERO);
        FoundFile found = FoundFile.of(file, root, Files.readAttributes(file, BasicFileAttributes.class));
        try (Connection connection = monitor.connection()) {
            ImportBatch batch =
                    new ImportBatch(breaking(connection), new RecordingFolders(List.of(root)), wish, Instant.now());

            assertThatThrownBy(() -> batch.run(List.of(found))).isInstanceOf(StackOverflowError.class);

            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(monitor.row(recording, "uuid")).isNull();
    }

    /** Breaks when it is to commit. */
    private static Connection breaking(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ImportCommandTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, values) -> {
                    if (method.getName().equals("commit")) {
                        throw new StackOverflowError();
                    }
                    return method.invoke(connection, values);
                });
    }

    @Test
    void a_file_that_still_grows_waits_for_the_next_run() throws Exception {
        Path file = monitor.wazo(tenant, recording);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));

        assertThat(monitor.run("--create-calls").count("growing")).isEqualTo(1);
        assertThat(monitor.run("--create-calls", "--settle=0s").count("imported"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, empty", "44, empty", "20, unrecognised", "144, available"})
    void what_is_in_it_is_said_honestly(int octets, String state) {
        byte[] whole = Monitor.wave(50);
        byte[] cut = octets == 44 ? Monitor.wave(0) : java.util.Arrays.copyOf(whole, octets);
        monitor.file(tenant + "/monitor/" + recording + ".wav", cut);

        assertThat(monitor.run("--create-calls").count("imported")).isEqualTo(1);
        assertThat(monitor.row(recording, "state")).isEqualTo(state);
    }

    @Test
    void a_file_that_was_cut_off_is_truncated() {
        monitor.file(tenant + "/monitor/" + recording + ".wav", java.util.Arrays.copyOf(Monitor.wave(8000), 8044));

        monitor.run("--create-calls");

        assertThat(monitor.row(recording, "state || ' ' || frames")).isEqualTo("truncated 4000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tenant=me|--tenant must be a UUID: me",
                "--settle=-3s|--settle must not be negative: -3s",
                "--zone=Europe/Atlantis|there is no time zone Europe/Atlantis",
                "--folder=/nowhere/at/all|there is no folder /nowhere/at/all",
                "--folder=/tmp|--folder must be a folder within playhead.storage.disk.roots",
                "--dry-run=yes|--dry-run takes no value",
                "--pattern={sorce}.wav|the pattern has a piece that is unknown: {sorce}. Known are {tenant}"
            })
    void what_is_wrong_with_an_option_is_said(String option, String why) {
        assertThatThrownBy(() -> monitor.run(option))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(why);
    }
}
