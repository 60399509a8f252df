package io.playhead.cdr;

import io.playhead.http.Replies;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * Shows calls in call-logd's JSON: its keys, in its order, nulls included. Written straight away: of lists of calls
 * this is most of the work.
 *
 * @param states of recordings; those without one show none
 * @param mine whether they are the caller's own calls: call-logd shows no tags there
 */
record CallJson(Map<UUID, RecordingState> states, boolean mine) {

    private static final List<SerializableString> NAMES = CallFields.NAMES.stream()
            .map(name -> (SerializableString) new SerializedString(name))
            .toList();

    private static final int TAGS = CallFields.NAMES.indexOf(CallFields.TAGS);

    /** As events tell it. */
    static String text(Call call, boolean mine) {
        CallJson json = new CallJson(Map.of(), mine);
        return Replies.text(generator -> json.write(generator, call));
    }

    /** One object. */
    void write(JsonGenerator json, Call call) {
        json.writeStartObject();
        List<@Nullable Object> values = CallFields.of(call, ZoneOffset.UTC);
        for (int index = 0; index < values.size(); index++) {
            if (!mine || index != TAGS) {
                json.writeName(NAMES.get(index));
                value(json, values.get(index));
            }
        }
        json.writeName("recordings");
        json.writeStartArray();
        for (Recording recording : call.recordings()) {
            recording(json, recording);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Collection<?> several) {
            json.writeStartArray();
            several.forEach(one -> value(json, one));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> details) {
            json.writeStartObject();
            details.forEach((name, detail) -> {
                json.writeName(name.toString());
                value(json, detail);
            });
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }

    private void recording(JsonGenerator json, Recording recording) {
        json.writeStartObject();
        json.writeStringProperty("uuid", recording.uuid().toString());
        json.writeStringProperty("start_time", DateTimes.print(recording.start()));
        json.writeStringProperty("end_time", DateTimes.print(recording.end()));
        json.writeBooleanProperty("deleted", recording.deleted());
        json.writeStringProperty("filename", recording.filename());
        RecordingState state = states.get(recording.uuid());
        if (state != null) {
            json.writeStringProperty("state", state.state());
            json.writeBooleanProperty("held", state.held());
        }
        json.writeEndObject();
    }
}
