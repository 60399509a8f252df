package io.playhead.cdr;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
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

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
    private static final int WHOLE = "2026-11-27T07:50:36".length();
    private static final int WITH_FRACTION = WHOLE + ".263974".length();

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
        return print(instant, ZoneOffset.UTC);
    }

    /** The same in another zone, with its offset then. */
    static String print(Instant instant, ZoneId zone) {
        ZoneOffset offset =
                zone instanceof ZoneOffset same ? same : zone.getRules().getOffset(instant);
        LocalDateTime there = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
        return print(there) + (offset == ZoneOffset.UTC ? "+00:00" : offset.getId());
    }

    /** By hand: a list of calls has some hundreds of them, and a formatter takes longer than all else of a call. */
    private static String print(LocalDateTime time) {
        int micros = time.getNano() / 1_000;
        if (time.getYear() < 0 || time.getYear() > 9999) {
            return (micros == 0 ? SECONDS : MICROSECONDS).format(time);
        }
        byte[] text = new byte[micros == 0 ? WHOLE : WITH_FRACTION];
        digits(text, 3, time.getYear(), '-');
        digits(text, 6, time.getMonthValue(), '-');
        digits(text, 9, time.getDayOfMonth(), 'T');
        digits(text, 12, time.getHour(), ':');
        digits(text, 15, time.getMinute(), ':');
        digits(text, 18, time.getSecond(), '.');
        if (micros != 0) {
            digits(text, WITH_FRACTION - 1, micros, '.');
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** A number that ends there and reaches back to the byte before it that is set, and a sign behind it. */
    private static void digits(byte[] text, int last, int number, char behind) {
        int at = last;
        for (int rest = number; at >= 0 && text[at] == 0; rest /= 10) {
            text[at--] = (byte) ('0' + rest % 10);
        }
        if (last + 1 < text.length) {
            text[last + 1] = (byte) behind;
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }
}
