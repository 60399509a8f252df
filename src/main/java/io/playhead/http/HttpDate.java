package io.playhead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * Dates as HTTP writes them (RFC 9110 §5.6.7). Read by the grammar to the letter, case included; the name of the weekday
 * must be one, but is not compared with the date, on which it has no bearing.
 */
public final class HttpDate {

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final Set<String> LONG_DAYS =
            Set.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int SECONDS_PER_DAY = 86_400;
    /** The years that have four digits. */
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    /** The last one that was written, for {@link #now}. */
    private static volatile Written last = new Written(0, "Thu, 01 Jan 1970 00:00:00 GMT");

    private record Written(long second, String text) {}

    private HttpDate() {}

    /** @param now tells the century of a year of two digits */
    static Optional<Instant> parse(String text, Instant now) {
        if (fits(text, 0, "???, ## ??? #### ##:##:## GMT")) {
            return isDay(text)
                    ? instant(number(text, 12, 4), month(text, 8), number(text, 5, 2), text, 17)
                    : Optional.empty();
        }
        if (fits(text, 0, "??? ??? ## ##:##:## ####") || fits(text, 0, "??? ???  # ##:##:## ####")) {
            return isDay(text)
                    ? instant(number(text, 20, 4), month(text, 4), number(text, 8, 2), text, 11)
                    : Optional.empty();
        }
        int comma = text.indexOf(',');
        if (comma > 0
                && fits(text, comma, ", ##-???-## ##:##:## GMT")
                && LONG_DAYS.contains(text.substring(0, comma))) {
            return withShortYear(text, comma, now);
        }
        return Optional.empty();
    }

    /** As {@link #format}, for instants of which many lie in one second. */
    static String now(Instant instant) {
        Written known = last;
        if (known.second() != instant.getEpochSecond()) {
            known = new Written(instant.getEpochSecond(), format(instant));
            last = known;
        }
        return known.text();
    }

    /** {@code IMF-fixdate}, whole seconds. Years of other than four digits become the nearest that has them. */
    public static String format(Instant instant) {
        long seconds = Math.clamp(instant.getEpochSecond(), FIRST, LAST);
        long epochDay = Math.floorDiv(seconds, SECONDS_PER_DAY);
        int second = Math.floorMod(seconds, SECONDS_PER_DAY);
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        byte[] text = "???, ## ??? #### ##:##:## GMT".getBytes(ISO_8859_1);
        name(text, 0, DAYS, Math.floorMod(epochDay + 3, 7)); // 1970 began on a Thursday
        digits(text, 5, 2, date.getDayOfMonth());
        name(text, 8, MONTHS, date.getMonthValue() - 1);
        digits(text, 12, 4, date.getYear());
        digits(text, 17, 2, second / 3600);
        digits(text, 20, 2, second / 60 % 60);
        digits(text, 23, 2, second % 60);
        return new String(text, ISO_8859_1);
    }

    /** The latest year with these digits for which the date is not more than 50 years in the future. */
    private static Optional<Instant> withShortYear(String text, int comma, Instant now) {
        Instant limit = now.atOffset(ZoneOffset.UTC).plusYears(50).toInstant();
        int limitYear = limit.atOffset(ZoneOffset.UTC).getYear();
        int year = limitYear - Math.floorMod(limitYear - number(text, comma + 9, 2), 100);
        int month = month(text, comma + 5);
        int day = number(text, comma + 2, 2);
        Optional<Instant> latest = instant(year, month, day, text, comma + 12);
        return latest.isPresent() && latest.get().isAfter(limit)
                ? instant(year - 100, month, day, text, comma + 12)
                : latest;
    }

    /** @param time where {@code hh:mm:ss} stands in {@code text} */
    private static Optional<Instant> instant(int year, int month, int day, String text, int time) {
        if (month == 0 || !YearMonth.of(year, month).isValidDay(day)) {
            return Optional.empty();
        }
        int hour = number(text, time, 2);
        int minute = number(text, time + 3, 2);
        int second = number(text, time + 6, 2);
        boolean leapSecond = hour == 23 && minute == 59 && second == 60;
        if (hour > 23 || minute > 59 || (second > 59 && !leapSecond)) {
            return Optional.empty();
        }
        long midnight = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY;
        return Optional.of(Instant.ofEpochSecond(midnight + hour * 3600L + minute * 60L + second));
    }

    private static boolean isDay(String text) {
        return DAYS.indexOf(text.substring(0, 3)) % 3 == 0;
    }

    /** From 1, or 0 where no month has this name. */
    private static int month(String text, int at) {
        int found = MONTHS.indexOf(text.substring(at, at + 3));
        return found % 3 == 0 ? found / 3 + 1 : 0;
    }

    /** Whether the rest of {@code text} looks like the template: {@code #} is a digit, {@code ?} a letter. */
    private static boolean fits(String text, int from, String template) {
        if (text.length() - from != template.length()) {
            return false;
        }
        for (int at = 0; at < template.length(); at++) {
            char character = text.charAt(from + at);
            boolean fits = switch (template.charAt(at)) {
                case '#' -> FieldSyntax.isDigit(character);
                case '?' -> FieldSyntax.isLetter(character);
                default -> character == template.charAt(at);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Digits, of which the first may be a blank. */
    private static int number(String text, int at, int length) {
        int number = 0;
        for (int digit = at; digit < at + length; digit++) {
            number = 10 * number + (text.charAt(digit) == ' ' ? 0 : text.charAt(digit) - '0');
        }
        return number;
    }

    private static void name(byte[] text, int at, String names, int index) {
        for (int letter = 0; letter < 3; letter++) {
            text[at + letter] = (byte) names.charAt(3 * index + letter);
        }
    }

    private static void digits(byte[] text, int at, int length, int number) {
        int rest = number;
        for (int digit = at + length - 1; digit >= at; digit--) {
            text[digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
