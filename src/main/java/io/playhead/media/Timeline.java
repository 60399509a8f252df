package io.playhead.media;

import io.playhead.audit.Heard;
import io.playhead.cdr.Recording;
import io.playhead.pcm.Joined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which second of a whole call is which recording, in frames at the call's own rate. */
final class Timeline {

    private static final double NANOS = 1e9;

    private final WholeCall call;
    private final int hertz;
    private final List<Joined.Part> placed;

    Timeline(WholeCall call) {
        this.call = call;
        this.hertz = call.hertz();
        this.placed = call.joined(hertz);
    }

    private double seconds(long frames) {
        return (double) frames / hertz;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private double from(int part) {
        return seconds(placed.get(part).start());
    }

    private double to(int part) {
        return seconds(placed.get(part).end());
    }

    Duration length() {
        return Duration.ofMillis(Math.round(to(placed.size() - 1) * 1000));
    }

    /** For the listen log. */
    List<Heard.Piece> pieces() {
        List<Heard.Piece> pieces = new ArrayList<>();
        for (int part = 0; part < placed.size(); part++) {
            pieces.add(new Heard.Piece(recording(part).uuid(), from(part), to(part)));
        }
        return pieces;
    }

    private Recording recording(int part) {
        return call.parts().get(part).heard().recording();
    }

    /** As it is answered. */
    Map<String, Object> body() {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int part = 0; part < placed.size(); part++) {
            parts.add(part(part));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("cdr_id", call.call().id());
        body.put("duration", to(placed.size() - 1));
        body.put("sample_rate", hertz);
        body.put("channels", call.channels());
        body.put("longest_gap", seconds(call.longestGap()));
        body.put("parts", parts);
        body.put("left_out", call.leftOut().stream().map(Timeline::leftOut).toList());
        return body;
    }

    private Map<String, Object> part(int part) {
        WholeCall.Part placedPart = call.parts().get(part);
        Map<String, Object> told = named(recording(part));
        told.put("from", from(part));
        told.put("to", to(part));
        told.put("gap_before", seconds(placedPart.gap()));
        told.put("gap_played", seconds(placedPart.played()));
        told.put("overlap", seconds(placedPart.overlap()));
        return told;
    }

    private static Map<String, Object> leftOut(CallPart.LeftOut left) {
        Map<String, Object> told = named(left.recording());
        told.put("reason", left.reason());
        told.put("error_id", left.problem().id());
        return told;
    }

    private static Map<String, Object> named(Recording recording) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("recording_uuid", recording.uuid());
        named.put("start_time", recording.start().toString());
        named.put("end_time", recording.end().toString());
        return named;
    }
}
