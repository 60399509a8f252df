package io.playhead.cdr;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as call-logd reads and writes them. */
final class DateTimes {

    private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})[T ](\\d{1,2}):(\\d{1,2})"
            + "(?::(\\d{1,2})(?:\\.(\\d{1,6})\\d{0,6})?)?(?:Z|([+-])(\\d{2})(?::?(\\d{2}))?)?");
    /** Offsets are less than a day, as Python has them; {@link ZoneOffset} ends at 18 hours. */
    private static final int MINUTES_OF_DAY = 24 * 60;

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private DateTimes() {}

    /**
     * Empty if it is not one: a date alone is none.
     *
     * @param zone in which a time without an offset is; of a time that a change of the clocks has twice, the first
     */
    static Optional<Instant> parse(String text, ZoneId zone) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(form.group(1)),
                    number(form.group(2)),
                    number(form.group(3)),
                    number(form.group(4)),
                    number(form.group(5)),
                    number(form.group(6)),
                    nanos(form.group(7)));
            int offset = number(form.group(9)) * 60 + number(form.group(10));
            if (local.getYear() < 1 || offset >= MINUTES_OF_DAY) {
                return Optional.empty();
            }
            return Optional.of(
                    form.group(8) == null && !text.endsWith("Z")
                            ? local.atZone(zone).toInstant()
                            : local.minusMinutes("-".equals(form.group(8)) ? -offset : offset)
                                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    /** With a numeric offset, and six digits of fraction only if there is one. */
    static String print(Instant instant) {
        boolean whole = instant.getNano() / 1_000 == 0;
        return (whole ? SECONDS : MICROSECONDS).format(instant) + "+00:00";
    }

    /** The same in another zone, with its offset then. */
    static String print(Instant instant, ZoneId zone) {
        if (zone == ZoneOffset.UTC) {
            return print(instant);
        }
        OffsetDateTime there = instant.atZone(zone).toOffsetDateTime();
        String offset = there.getOffset() == ZoneOffset.UTC
                ? "+00:00"
                : there.getOffset().getId();
        return (instant.getNano() / 1_000 == 0 ? SECONDS : MICROSECONDS)
                        .withZone(zone)
                        .format(instant)
                + offset;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }
}
