package io.playhead.cdr;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's text of a {@code timestamptz}, its date style being ISO and its zone UTC: {@code 2026-11-27
 * 07:50:36.263974+00}. Read by hand: a formatter takes longer than all else that is read of a call.
 */
final class StoredTime {

    private static final String ZONE = "+00";
    private static final int WHOLE = "2026-11-27 07:50:36".length();
    private static final int NANO_DIGITS = 9;

    /** Of years before the first and after 9999. */
    private static final Pattern FAR =
            Pattern.compile("(\\d{4,6})-(\\d\\d)-(\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)\\+00( BC)?");

    private StoredTime() {}

    static Instant parse(String text) {
        int end = text.length() - ZONE.length();
        boolean plain = end >= WHOLE
                && text.endsWith(ZONE)
                && text.charAt(4) == '-'
                && (end == WHOLE || text.charAt(WHOLE) == '.');
        return plain ? near(text, end) : far(text);
    }

    private static Instant near(String text, int end) {
        LocalDateTime utc = LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, WHOLE));
        long nanos = end == WHOLE ? 0 : number(text, WHOLE + 1, end);
        for (int digits = end - WHOLE - 1; end > WHOLE && digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(utc.toEpochSecond(ZoneOffset.UTC), nanos);
    }

    private static int number(String text, int begin, int end) {
        return Integer.parseInt(text, begin, end, 10);
    }

    private static Instant far(String text) {
        if (text.endsWith("infinity")) {
            return (text.startsWith("-") ? OffsetDateTime.MIN : OffsetDateTime.MAX).toInstant();
        }
        Matcher parts = FAR.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("not a time as PostgreSQL writes them");
        }
        int year = Integer.parseInt(parts.group(1));
        LocalDate day = LocalDate.of(
                // there is no year 0 between 1 BC and 1 AD
                parts.group(5) == null ? year : 1 - year,
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        return day.atTime(LocalTime.parse(parts.group(4))).toInstant(ZoneOffset.UTC);
    }
}
