package io.playhead.cdr;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recording of a call, as its row has it.
 *
 * @param call the id of its call detail record
 * @param tenant whose call it is
 * @param path where its media lie; null once they have been deleted. Never shown
 * @param facts what its media were when last looked at; null if they never were
 */
public record Recording(
        UUID uuid,
        int call,
        UUID tenant,
        Instant start,
        Instant end,
        @Nullable String path,
        @Nullable RecordingFacts facts) {

    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH_mm_ss'UTC'").withZone(ZoneOffset.UTC);

    public Recording with(RecordingFacts newer) {
        return new Recording(uuid, call, tenant, start, end, path, newer);
    }

    public boolean deleted() {
        return path == null;
    }

    /** The name under which it is downloaded: {@code <start>UTC-<call>-<uuid>.wav}, whatever its format. */
    public String filename() {
        return filename(start, call, uuid);
    }

    static String filename(Instant start, int call, UUID uuid) {
        return STARTED.format(start) + "-" + call + "-" + uuid + ".wav";
    }
}
