package io.playhead.ingest;

import io.playhead.cdr.BodyFields;
import io.playhead.cdr.NewCall;
import io.playhead.cdr.NewCallBody;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what is said of a recording: a call in the API's own words, or the id of one, and {@code recording}. */
final class RecordingBody {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String CDR_ID = "cdr_id";
    private static final String RECORDING = "recording";
    private static final Set<String> OF_CALL = with(NewCallBody.NAMES, RECORDING, "recordings");
    private static final Set<String> OF_KNOWN_CALL = Set.of(CDR_ID, RECORDING);
    private static final Set<String> OF_RECORDING = Set.of("uuid", "start_time", "end_time", "filename");

    private RecordingBody() {}

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    static JsonNode parsed(byte[] octets) {
        try {
            JsonNode body = JSON.readTree(octets);
            if (body.isMissingNode()) {
                throw IngestProblems.form("json").exception();
            }
            return body;
        } catch (JacksonException garbage) {
            throw IngestProblems.form("json").exception(garbage);
        }
    }

    /**
     * @param tenant of the request
     * @param zone of times that say none
     * @throws io.playhead.problem.ProblemException {@code invalid-data}, with all that is wrong
     */
    static Announced read(JsonNode body, UUID tenant, ZoneId zone) {
        BodyFields fields = new BodyFields(body, zone);
        boolean known = fields.has(CDR_ID);
        fields.onlyOf(known ? OF_KNOWN_CALL : OF_CALL);
        Optional<Subject> subject = known ? known(fields, tenant) : arriving(fields, tenant);
        BodyFields recording = fields.within(RECORDING);
        recording.onlyOf(OF_RECORDING);
        UUID uuid = recording.uuid("uuid");
        Instant start = recording.instant("start_time");
        Instant end = recording.instant("end_time");
        String filename = recording.text("filename");
        if (known) {
            recording.require("start_time");
        }
        if (start != null && end != null && end.isBefore(start)) {
            recording.wrong("end_time", "Before the start.", "order", "order");
        }
        fields.check();
        return announced(uuid, subject.orElseThrow(), start, end, filename);
    }

    private static Optional<Subject> known(BodyFields fields, UUID tenant) {
        Integer call = fields.natural(CDR_ID);
        return call == null ? Optional.empty() : Optional.of(new Subject.Known(call, tenant));
    }

    private static Optional<Subject> arriving(BodyFields fields, UUID tenant) {
        return NewCallBody.read(fields, tenant).map(Subject.Arriving::new);
    }

    /** A recording of a new call begins when that is answered, if nobody says otherwise. */
    private static Announced announced(
            @Nullable UUID uuid,
            Subject subject,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable String filename) {
        NewCall call = subject instanceof Subject.Arriving arriving ? arriving.call() : null;
        Instant began = start != null
                ? start
                : Objects.requireNonNull(
                        call == null || call.answered() == null ? call == null ? null : call.start() : call.answered());
        Instant ended = end != null ? end : call == null || call.end().isBefore(began) ? began : call.end();
        return new Announced(
                uuid == null ? UUID.randomUUID() : uuid,
                subject,
                began,
                ended,
                filename == null ? null : extension(filename));
    }

    /** In small letters; null where the name has none. Nothing else of a name is ever used. */
    static @Nullable String extension(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot < 0 ? null : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
