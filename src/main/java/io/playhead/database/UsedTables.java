package io.playhead.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Playhead uses of an existing Wazo's database.
 *
 * @param contract call-logd's tables, with the columns that are read or written
 * @param own those in the schema {@code playhead}
 */
record UsedTables(List<Table> contract, List<Table> own) {

    /** Says at which revision call-logd's tables are: read at a start. */
    static final String VERSION = "call_logd_alembic_version";

    /** Voicemails are not Playhead's. */
    private static final Set<String> UNUSED_TABLES = Set.of(VERSION, "call_logd_voicemail_transcription");
    /** Of call_logd_call_log: no answer of call-logd's shows them. */
    static final Set<String> UNUSED_COLUMNS = Set.of("user_field", "source_line_identity", "destination_line_identity");

    static UsedTables of(MigrationFiles files) {
        return new UsedTables(
                Table.of(files.contract()).stream()
                        .filter(table -> !UNUSED_TABLES.contains(table.name()))
                        .map(UsedTables::used)
                        .toList(),
                Table.of(files.own()));
    }

    private static Table used(Table table) {
        Map<String, String> columns = new LinkedHashMap<>(table.columns());
        columns.keySet().removeAll(UNUSED_COLUMNS);
        return new Table(table.schema(), table.name(), columns, table.sequences());
    }

    List<String> sequences() {
        return contract.stream()
                .flatMap(table -> table.sequences().stream())
                .map(sequence -> "public." + sequence)
                .toList();
    }

    List<String> ownSequences() {
        return own.stream()
                .flatMap(table -> table.sequences().stream())
                .map(sequence -> "playhead." + sequence)
                .toList();
    }
}
