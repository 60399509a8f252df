package io.playhead.cdr;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls as call-logd's CSV: a line for each, ended by CR and LF, quotes only where they are needed. Every line has the
 * columns of as many recordings as some call has.
 *
 * @param recordings as many as that
 * @param zone of all times
 * @param mine for {@code /users/me}, whose calls show no tags
 */
record CallCsv(int recordings, ZoneId zone, boolean mine) {

    private static final List<String> COLUMNS = List.of(
            "id",
            "tenant_uuid",
            "answered",
            "start",
            "answer",
            "end",
            "destination_extension",
            "destination_name",
            "destination_internal_extension",
            "destination_internal_context",
            "destination_user_uuid",
            "destination_line_id",
            "duration",
            "call_direction",
            "call_status",
            "requested_name",
            "requested_extension",
            "requested_context",
            "requested_internal_extension",
            "requested_internal_context",
            "requested_user_uuid",
            "source_extension",
            "source_name",
            "source_internal_name",
            "source_internal_extension",
            "source_internal_context",
            "source_user_uuid",
            "source_line_id",
            "tags");
    /** Where the values of the columns are among those of a call. */
    private static final int[] PLACES =
            COLUMNS.stream().mapToInt(CallFields.NAMES::indexOf).toArray();

    private static final List<String> OF_RECORDING = List.of("uuid", "start_time", "end_time", "deleted", "filename");

    String header() {
        List<String> names = new ArrayList<>(COLUMNS);
        for (int number = 1; number <= recordings; number++) {
            for (String column : OF_RECORDING) {
                names.add("recording_" + number + "_" + column);
            }
        }
        return String.join(",", names) + "\r\n";
    }

    void line(StringBuilder text, Call call) {
        List<@Nullable Object> shown = CallFields.of(call, zone);
        for (int column = 0; column < PLACES.length; column++) {
            if (column > 0) {
                text.append(',');
            }
            if (!mine || !CallFields.NAMES.get(PLACES[column]).equals(CallFields.TAGS)) {
                value(text, shown.get(PLACES[column]));
            }
        }
        recordings(text, call);
        text.append("\r\n");
    }

    private void recordings(StringBuilder text, Call call) {
        for (int index = 0; index < recordings; index++) {
            if (index < call.recordings().size()) {
                Recording recording = call.recordings().get(index);
                text.append(',').append(recording.uuid());
                text.append(',').append(DateTimes.print(recording.start(), zone));
                text.append(',').append(DateTimes.print(recording.end(), zone));
                text.append(',');
                value(text, recording.deleted());
                text.append(',').append(recording.filename());
            } else {
                text.append(",".repeat(OF_RECORDING.size()));
            }
        }
    }

    /** As Python writes values. */
    private static void value(StringBuilder text, @Nullable Object value) {
        if (value instanceof Boolean flag) {
            text.append(flag ? "True" : "False");
        } else if (value instanceof Collection<?> several) {
            quoted(text, several.stream().map(String::valueOf).collect(Collectors.joining(";")));
        } else if (value != null) {
            quoted(text, value.toString());
        }
    }

    private static void quoted(StringBuilder text, String value) {
        if (value.indexOf(',') >= 0
                || value.indexOf('"') >= 0
                || value.indexOf('\r') >= 0
                || value.indexOf('\n') >= 0) {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        } else {
            text.append(value);
        }
    }
}
