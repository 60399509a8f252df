package io.playhead.cdr;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
        return name(start, call).append('-').append(uuid).append(".wav").toString();
    }

    /** Of all that was recorded of a call. */
    static String filename(Instant start, int call) {
        return name(start, call).append(".wav").toString();
    }

    private static StringBuilder name(Instant start, int call) {
        LocalDateTime utc = LocalDateTime.ofInstant(start, ZoneOffset.UTC);
        StringBuilder name = new StringBuilder(80).append(utc.toLocalDate()).append('T');
        twoDigits(name, utc.getHour()).append('_');
        twoDigits(name, utc.getMinute()).append('_');
        return twoDigits(name, utc.getSecond()).append("UTC-").append(call);
    }

    /** By hand: every range asks for the name, and a formatter takes longer than all else that is said of the media. */
    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
