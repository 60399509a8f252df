package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestDatabase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times and arrays as PostgreSQL writes them, which are read by hand. */
class StoredTextTest {

    private static final TestDatabase DATABASE = RunningPlayhead.shared().database();
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    @ParameterizedTest
    @CsvSource({
        "2026-11-27 07:50:36.263974+00, 2026-11-27T07:50:36.263974Z",
        "2026-11-27 07:50:36+00, 2026-11-27T07:50:36Z",
        "2026-11-27 07:50:36.5+00, 2026-11-27T07:50:36.5Z",
        "1969-12-31 23:59:59.999999+00, 1969-12-31T23:59:59.999999Z",
        "0001-01-01 00:00:00+00, 0001-01-01T00:00:00Z",
        "10000-02-29 01:02:03.25+00, +10000-02-29T01:02:03.25Z",
        "294276-12-31 23:59:59.999999+00, +294276-12-31T23:59:59.999999Z",
        "0044-03-15 12:00:00+00 BC, -0043-03-15T12:00:00Z",
        "4713-01-01 00:00:00+00 BC, -4712-01-01T00:00:00Z"
    })
    void a_time_is_the_one_that_was_stored(String text, String expected) {
        assertThat(StoredTime.parse(text)).isEqualTo(Instant.parse(expected));
    }

    @Test
    void a_time_without_end_is_the_last_there_is() {
        assertThat(StoredTime.parse("infinity")).isEqualTo(OffsetDateTime.MAX.toInstant());
        assertThat(StoredTime.parse("-infinity")).isEqualTo(OffsetDateTime.MIN.toInstant());
    }

    @RepeatedTest(3)
    void any_time_comes_back_from_the_database_and_is_printed_as_a_formatter_would(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        List<Instant> times = new ArrayList<>();
        for (int index = 0; index < 1_000; index++) {
            long seconds = random.nextLong(-62_135_596_800L, 253_402_300_799L);
            times.add(Instant.ofEpochSecond(seconds, index % 3 == 0 ? 0 : random.nextInt(1_000_000) * 1_000L));
        }
        List<String> stored = Sql.run(
                DATABASE,
                "SELECT CAST(CAST(time AS timestamptz) AT TIME ZONE 'UTC' AS text) || '+00'"
                        + " FROM unnest(string_to_array(?, ',')) WITH ORDINALITY AS t (time, n) ORDER BY n",
                times.stream().map(Instant::toString).collect(Collectors.joining(",")));

        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (int index = 0; index < times.size(); index++) {
            Instant time = times.get(index);
            assertThat(StoredTime.parse(stored.get(index)))
                    .as(stored.get(index))
                    .isEqualTo(time);
            assertThat(DateTimes.print(time))
                    .isEqualTo(FORM.format(time.atOffset(ZoneOffset.UTC)).replace(".000000", "") + "+00:00");
            assertThat(DateTimes.print(time, berlin))
                    .isEqualTo(FORM.format(time.atZone(berlin)).replace(".000000", "")
                            + time.atZone(berlin).getOffset().getId());
        }
    }

    @RepeatedTest(3)
    void any_array_has_the_elements_that_were_put_in(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        String alphabet = "ab,{}\"\\ '\n\t=|é😀NUL";
        List<String> elements = new ArrayList<>(List.of("", "NULL", "null", "{}", "\\", "\"", " "));
        for (int index = 0; index < 300; index++) {
            StringBuilder element = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                element.appendCodePoint(alphabet.codePointAt(
                        alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())))));
            }
            elements.add(element.toString());
        }

        String array = Sql.run(
                        DATABASE,
                        "SELECT CAST(string_to_array(?, chr(31)) AS text)",
                        String.join(Character.toString(31), elements))
                .getFirst();

        assertThat(TextArray.elements(array)).isEqualTo(elements);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"{}|", "{NULL}|", "{a}|a", "{{a,b},{c,d}}|a b c d"},
            delimiter = '|')
    void arrays_may_be_empty_or_within_each_other(String array, String elements) {
        assertThat(String.join(" ", TextArray.elements(array))).isEqualTo(elements == null ? "" : elements);
    }
}
