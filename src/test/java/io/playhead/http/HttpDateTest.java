package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");
    private static final DateTimeFormatter IMF = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun Nov 06 08:49:37 1994"
            })
    void the_three_forms_of_one_date_are_read(String text) {
        assertThat(HttpDate.parse(text, NOW)).contains(EXAMPLE);
    }

    @ParameterizedTest
    @CsvSource({
        "Monday| 15-Jun-76 12:00:00 GMT, 2076-06-15T12:00:00Z",
        "Monday| 15-Jun-76 12:00:01 GMT, 1976-06-15T12:00:01Z",
        "Monday| 15-Jun-77 12:00:00 GMT, 1977-06-15T12:00:00Z",
        "Monday| 01-Jan-27 00:00:00 GMT, 2027-01-01T00:00:00Z",
        "Tuesday| 29-Feb-00 00:00:00 GMT, 2000-02-29T00:00:00Z",
    })
    void a_year_of_two_digits_is_at_most_fifty_years_ahead(String text, Instant expected) {
        assertThat(HttpDate.parse(text.replace('|', ','), NOW)).contains(expected);
    }

    @Test
    void a_leap_second_is_the_first_of_the_next_day() {
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW))
                .contains(Instant.parse("2017-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "0",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 gmt",
                "sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun,  6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 06 Nov 1994 08:49:37 GMT ",
                " Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 31 Nov 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 29 Feb 2023 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:60 GMT",
                "Sun, 06 Nov 1994 23:59:61 GMT",
                "Sun, 06 anF 1994 08:49:37 GMT",
                "unM, 06 Nov 1994 08:49:37 GMT",
                "Sun, ٠٦ Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Sundays, 06-Nov-94 08:49:37 GMT",
                "Tue, 29-Feb-77 08:49:37 GMT",
                "Sun Nov 6 08:49:37 1994",
                "Sun Nov  6 08:49:37 94",
                "1994-11-06T08:49:37Z"
            })
    void anything_else_is_no_date(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Property
    void print_is_the_fixed_form(@ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second) {
        Instant instant = Instant.ofEpochSecond(second, 999_999_999);
        assertThat(HttpDate.format(instant)).isEqualTo(IMF.format(instant));
    }

    @Property
    void parse_after_print_is_the_second(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second) {
        Instant instant = Instant.ofEpochSecond(second, 5);
        assertThat(HttpDate.parse(HttpDate.format(instant), NOW)).contains(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void years_without_four_digits_are_printed_as_the_nearest() {
        assertThat(HttpDate.format(Instant.MAX)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
        assertThat(HttpDate.format(Instant.MIN)).isEqualTo("Sat, 01 Jan 0000 00:00:00 GMT");
    }

    @Property
    void no_text_is_too_strange(@ForAll String text) {
        assertThat(HttpDate.parse(text, NOW)).isNotNull();
    }

    @Property
    void no_damaged_date_is_too_strange(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second, @ForAll char character, @ForAll int at) {
        StringBuilder text = new StringBuilder(IMF.format(Instant.ofEpochSecond(second)));
        text.setCharAt(Math.floorMod(at, text.length()), character);
        assertThat(HttpDate.parse(text.toString(), NOW)).isNotNull();
    }
}
