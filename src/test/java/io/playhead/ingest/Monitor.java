package io.playhead.ingest;

import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies in a tenant's folder, and what the database says of a recording. */
record Monitor(Path folder, TestDatabase database) {

    static Monitor of(RunningPlayhead playhead, UUID tenant) {
        return new Monitor(playhead.root().resolve(tenant.toString()).resolve("monitor"), playhead.database());
    }

    /** Names, those of temporary files included. */
    Set<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (NoSuchFileException none) {
            return Set.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Rows of all tables that speak of it, or of its call. */
    int rows(UUID recording) {
        return Sql.number(database, "SELECT count(*) FROM call_logd_recording WHERE uuid = ?", recording)
                + Sql.number(
                        database, "SELECT count(*) FROM playhead.recording_facts WHERE recording_uuid = ?", recording)
                + Sql.number(
                        database,
                        "SELECT count(*) FROM call_logd_call_log WHERE conversation_id = ?",
                        SentForm.conversation(recording));
    }
}
