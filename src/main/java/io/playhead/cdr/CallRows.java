package io.playhead.cdr;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns rows of {@link CallSql} into calls: column after column, in its order, since to look each up by name costs. */
final class CallRows {

    /** Columns that make a call. */
    static final int COLUMNS = 26;

    /** Octets of a UUID's text, with which what hangs on a call begins: in the order of their texts they are in theirs. */
    private static final int UUID_LENGTH = 36;

    private static final Comparator<Recording> BY_START = Comparator.comparing(Recording::start)
            .thenComparing(recording -> recording.uuid().toString());

    private final Readable row;
    private int column;

    private CallRows(Readable row) {
        this.row = row;
    }

    static Call call(Readable row) {
        return new CallRows(row).call();
    }

    private Call call() {
        int id = Objects.requireNonNull(row.get(column++, Integer.class));
        UUID tenant = Objects.requireNonNull(row.get(column++, UUID.class));
        return new Call(
                id,
                tenant,
                Objects.requireNonNull(time()),
                time(),
                time(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                flag(),
                flag(),
                destination(elements()),
                participants(elements()),
                recordings(elements(), id, tenant));
    }

    static @Nullable Instant instant(Readable row, String column) {
        OffsetDateTime value = row.get(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private @Nullable Instant time() {
        String text = text();
        return text == null ? null : StoredTime.parse(text);
    }

    private @Nullable String text() {
        return row.get(column++, String.class);
    }

    private boolean flag() {
        return Boolean.TRUE.equals(row.get(column++, Boolean.class));
    }

    private List<String> elements() {
        return TextArray.elements(Objects.requireNonNull(text()));
    }

    /** Of a key that is there twice the last counts. */
    private static Map<String, String> destination(List<String> details) {
        if (details.isEmpty()) {
            return Map.of();
        }
        Collections.sort(details);
        Map<String, String> destination = new LinkedHashMap<>();
        for (String detail : details) {
            int equals = detail.indexOf('=', UUID_LENGTH);
            destination.put(detail.substring(UUID_LENGTH, equals), detail.substring(equals + 1));
        }
        return destination;
    }

    private static List<Call.Participant> participants(List<String> all) {
        if (all.isEmpty()) {
            return List.of();
        }
        Collections.sort(all);
        List<Call.Participant> participants = new ArrayList<>(all.size());
        for (String one : all) {
            int flags = 2 * UUID_LENGTH;
            int line = flags + 3;
            int tags = one.indexOf('{', line);
            participants.add(new Call.Participant(
                    UUID.fromString(one.substring(UUID_LENGTH, flags)),
                    tags == line ? null : Integer.valueOf(one.substring(line, tags)),
                    one.charAt(flags) == 's' ? "source" : "destination",
                    TextArray.elements(one.substring(tags)),
                    one.charAt(flags + 1) == 't',
                    one.charAt(flags + 2) == 't'));
        }
        return participants;
    }

    private static List<Recording> recordings(List<String> all, int call, UUID tenant) {
        if (all.isEmpty()) {
            return List.of();
        }
        List<Recording> recordings = new ArrayList<>(all.size());
        for (String one : all) {
            int end = one.indexOf('|', UUID_LENGTH);
            int path = one.indexOf('|', end + 1);
            int ended = path < 0 ? one.length() : path;
            recordings.add(new Recording(
                    UUID.fromString(one.substring(0, UUID_LENGTH)),
                    call,
                    tenant,
                    StoredTime.parse(one.substring(UUID_LENGTH, end)),
                    StoredTime.parse(one.substring(end + 1, ended)),
                    path < 0 ? null : one.substring(path + 1),
                    null));
        }
        recordings.sort(BY_START);
        return recordings;
    }
}
