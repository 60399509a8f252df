package io.playhead.imports;

import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import io.playhead.command.CommandCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder into which a PBX has recorded, and the command that imports it into the database of a running Playhead. */
final class Monitor {

    static final Instant RECORDED = Instant.parse("2024-01-31T12:13:14Z");

    private static final int HERTZ = 8000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestDatabase database = RunningPlayhead.shared().database();
    private final Path root;

    private Monitor(Path root) {
        this.root = root;
    }

    /** One of its own, empty. */
    static Monitor create() {
        try {
            return new Monitor(Files.createTempDirectory("monitor").toRealPath());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Monitor of(Path root) {
        return new Monitor(root);
    }

    Path root() {
        return root;
    }

    TestDatabase database() {
        return database;
    }

    Connection connection() throws SQLException {
        return database.connect();
    }

    /** A file of one second, which was finished long ago. */
    Path file(String name) {
        return file(name, wave(HERTZ));
    }

    Path file(String name, byte[] octets) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, octets);
            return Files.setLastModifiedTime(file, FileTime.from(RECORDED.plusSeconds(60)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path wazo(UUID tenant, UUID recording) {
        return file(tenant + "/monitor/" + recording + ".wav");
    }

    /** 16-bit PCM, one channel. */
    static byte[] wave(int frames) {
        int octets = frames * 2;
        return ByteBuffer.allocate(44 + octets)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + octets)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(HERTZ)
                .putInt(HERTZ * 2)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(octets)
                .array();
    }

    /** What the command printed. @param lines one for each file, its name within the root as key */
    record Printed(Map<String, JsonNode> lines, JsonNode summary, String progress) {

        String outcome(String file) {
            JsonNode line = lines.get(file);
            return line == null ? "none" : line.path("outcome").asString();
        }

        long count(String outcome) {
            return summary.path("outcomes").path(outcome).asLong(0);
        }

        long files() {
            return summary.path("files").asLong();
        }
    }

    Printed run(String... options) {
        return run(Map.of(), options);
    }

    /** @param more settings, beside the database and this root */
    Printed run(Map<String, Object> more, String... options) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream progress = new ByteArrayOutputStream();
        command(progress).run(new CommandCall(arguments(options), settings(more), stream(printed)));
        return printed(printed.toString(StandardCharsets.UTF_8), progress.toString(StandardCharsets.UTF_8));
    }

    private static ImportCommand command(ByteArrayOutputStream progress) {
        return new ImportCommand(stream(progress), InstantSource.system());
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static DefaultApplicationArguments arguments(String... options) {
        List<String> all = new ArrayList<>(List.of("import"));
        all.addAll(List.of(options));
        if (all.stream().noneMatch(option -> option.startsWith("--zone="))) {
            all.add("--zone=UTC");
        }
        return new DefaultApplicationArguments(all.toArray(String[]::new));
    }

    private StandardEnvironment settings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "playhead.database.url", database.url(),
                "playhead.database.username", database.username(),
                "playhead.database.password", database.password(),
                "playhead.storage.disk.roots[0].path", root.toString()));
        settings.putAll(more);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        return environment;
    }

    private Printed printed(String lines, String progress) {
        Map<String, JsonNode> files = new HashMap<>();
        JsonNode summary = JSON.nullNode();
        for (String line : lines.split("\n")) {
            JsonNode read = JSON.readTree(line);
            if (read.has("summary")) {
                summary = read.path("summary");
            } else {
                files.put(read.path("file").asString().replace(root + "/", ""), read);
            }
        }
        return new Printed(files, summary, progress);
    }

    /** A column of a recording's row; none if there is no such row. */
    @Nullable
    String row(UUID recording, String column) {
        List<String> rows = Sql.run(database, """
                SELECT %s FROM call_logd_recording r JOIN call_logd_call_log c ON c.id = r.call_log_id
                LEFT JOIN playhead.recording_facts f ON f.recording_uuid = r.uuid WHERE r.uuid = ?""".formatted(column), recording);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /** How many recordings lie in this folder, as rows say. */
    int rows() {
        return Sql.number(database, "SELECT count(*) FROM call_logd_recording WHERE starts_with(path, ?)", root + "/");
    }

    int calls(UUID tenant) {
        return Sql.number(database, "SELECT count(*) FROM call_logd_call_log WHERE tenant_uuid = ?", tenant);
    }
}
