package io.playhead.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.imports.Monitor.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whatever lies in a folder, nothing outside is touched, and nothing of it comes into a report or a row unsaid. */
class HostileFilesTest {

    private static final String[] ANYTHING = {"--pattern={source}-{destination}.{format}", "--create-calls"};

    private final UUID tenant = UUID.randomUUID();
    private final Monitor monitor = Monitor.create();

    private Printed run() {
        return monitor.run(ANYTHING[0], ANYTHING[1], "--tenant=" + tenant);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_that_no_row_could_say_are_left() throws Exception {
        monitor.file("a\nb-c.wav");
        monitor.file("folder\r\n/b-c.wav");
        monitor.file("\u001b[31mred-c.wav");
        // octets that are no UTF-8, which Java cannot say: the shell can
        new ProcessBuilder(
                        "bash",
                        "-c",
                        "cd \"$0\" && printf x > $'\\xff\\xfe-c.wav' && touch -d 2024-01-01 *",
                        monitor.root().toString())
                .start()
                .waitFor();

        Printed printed = run();

        assertThat(printed.count("name-not-text")).isEqualTo(4);
        assertThat(printed.files()).isEqualTo(4);
        assertThat(monitor.rows()).isZero();
    }

    @Test
    void quotes_and_braces_in_names_are_only_text() {
        monitor.file("'); DROP TABLE call_logd_recording; --\"{source}\\,NULL-c.wav");
        monitor.file("a..-...wav");

        assertThat(run().count("imported")).isEqualTo(2);

        assertThat(Sql.run(
                        monitor.database(),
                        "SELECT source_exten FROM call_logd_call_log WHERE tenant_uuid = ? ORDER BY 1",
                        tenant))
                .contains("a..");
    }

    @Test
    void long_names_and_deep_folders_come_to_an_end() {
        String part = "d".repeat(200) + "/";
        monitor.file(part.repeat(3) + "s".repeat(70) + "-" + "9".repeat(70) + ".wav");
        monitor.file("s".repeat(120) + "-" + "9".repeat(120) + ".wav");
        monitor.file("x/".repeat(FileTree.DEEPEST + 3) + "a-b.wav");

        Printed printed = run();

        assertThat(printed.count("imported")).isEqualTo(1);
        assertThat(printed.count("not-understood")).isEqualTo(1);
        assertThat(printed.count("unreadable")).isEqualTo(1);
    }

    @Test
    void a_link_is_what_it_leads_to_and_nothing_where_it_leads_out() throws IOException {
        Monitor outside = Monitor.create();
        Path secret = outside.file("secret-file.wav");
        Path inside = monitor.file("in-side.wav");
        Files.createSymbolicLink(monitor.root().resolve("out-link.wav"), secret);
        Files.createSymbolicLink(monitor.root().resolve("folder"), outside.root());
        Files.createSymbolicLink(monitor.root().resolve("same-link.wav"), inside);
        Files.createSymbolicLink(monitor.root().resolve("dead-link.wav"), Path.of("nowhere"));
        Files.createSymbolicLink(monitor.root().resolve("loop"), monitor.root());

        Printed printed = run();

        assertThat(printed.count("imported")).isEqualTo(1);
        assertThat(printed.count("there")).isEqualTo(1);
        assertThat(printed.count("link")).isEqualTo(4);
        assertThat(monitor.rows()).isEqualTo(1);
        assertThat(outside.rows()).isZero();
    }

    @Test
    void what_is_being_written_is_left() {
        monitor.file(".hidden-a.wav");
        monitor.file("a-b.wav.part");
        monitor.file(".trash/a-b.wav");

        Printed printed = run();

        assertThat(printed.count("temporary")).isEqualTo(3);
        assertThat(printed.files()).isEqualTo(3);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_is_no_file_is_left() throws Exception {
        new ProcessBuilder("mkfifo", monitor.root().resolve("a-b.wav").toString())
                .start()
                .waitFor();

        assertThat(run().count("unreadable")).isEqualTo(1);
    }

    @Test
    void a_root_that_is_a_link_is_named_in_rows_as_it_is_configured() throws IOException {
        Monitor real = Monitor.create();
        UUID recording = UUID.randomUUID();
        real.wazo(tenant, recording);
        Path link = Files.createSymbolicLink(monitor.root().resolve("tenants"), real.root());
        TestCall.of(tenant)
                .recording(recording, link.resolve(tenant + "/monitor/" + recording + ".wav"))
                .insertInto(monitor.database());

        assertThat(Monitor.of(link).run().count("there")).isEqualTo(1);
        assertThat(real.run().count("there")).isEqualTo(1);
    }

    @Test
    void an_inner_root_decides_how_a_file_is_named() {
        Path file = monitor.file("inner/a-b.wav");

        Printed printed = monitor.run(
                java.util.Map.of(
                        "playhead.storage.disk.roots[1].path",
                        monitor.root().resolve("inner").toString()),
                ANYTHING[0],
                ANYTHING[1],
                "--tenant=" + tenant);

        assertThat(printed.count("imported")).isEqualTo(1);
        assertThat(printed.count("there")).isEqualTo(1);
        assertThat(Sql.run(monitor.database(), "SELECT path FROM call_logd_recording WHERE path = ?", file.toString()))
                .hasSize(1);
    }
}
