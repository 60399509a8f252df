package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.playhead.representation.ByteRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSetTest {

    private static final String HUGE = "9".repeat(4_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-2                    | 0-2",
                "bytes=0-0                    | 0-0",
                "bytes=12-                    | 12-19",
                "bytes=0-                     | 0-19",
                "bytes=-5                     | 15-19",
                "bytes=-20                    | 0-19",
                "bytes=-50                    | 0-19",
                "bytes=19-100                 | 19-19",
                "BYTES=0-2                    | 0-2",
                "bYtEs=0-2                    | 0-2",
                "bytes=00000-0002             | 0-2",
                "bytes=0-1,3-4                | 0-1 3-4",
                "bytes= 0-1, 3-4 , 6-7\t      | 0-1 3-4 6-7",
                "bytes=,,0-1 ,, ,3-4,         | 0-1 3-4",
                "bytes=6-7,0-1                | 6-7 0-1",
                "bytes=0-1,2-3                | 0-3",
                "bytes=0-5,3-7                | 0-7",
                "bytes=0-9,3-4                | 0-9",
                "bytes=10-11,0-1,12-13        | 10-13 0-1",
                "bytes=4-5,10-11,0-1,2-3      | 0-5 10-11",
                "bytes=0-1,30-40,-0           | 0-1",
                "bytes=0-0,-1                 | 0-0 19-19",
                "bytes=-1,0-0                 | 19-19 0-0",
                "bytes=0-9223372036854775807  | 0-19",
                "bytes=0-99999999999999999999 | 0-19",
                "bytes=-9223372036854775808   | 0-19",
            })
    void these_are_satisfiable(String field, String expected) {
        assertThat(RangeSet.of(field, 20)).isEqualTo(satisfiable(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=20-",
                "bytes=50-60",
                "bytes=-0",
                "bytes=-000",
                "bytes=20-20,-0,30-",
                "bytes=9223372036854775807-",
                "bytes=9223372036854775808-9223372036854775808",
                "bytes=99999999999999999998-99999999999999999999",
                "bytes=00099999999999999999998-99999999999999999999",
            })
    void these_have_no_octet(String field) {
        assertThat(RangeSet.of(field, 20)).isEqualTo(RangeSet.UNSATISFIABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes= ",
                "bytes=,",
                "bytes=, ,\t,",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,5-2",
                "bytes=abc",
                "bytes=0",
                "bytes=0-1-2",
                "bytes=0-1 3-4",
                "bytes=0 -1",
                "bytes=0- 1",
                "bytes=+0-1",
                "bytes=--1",
                "bytes=0x0-1",
                "bytes=0-1;3-4",
                "bytes=0-1,abc",
                "bytes=50-60,x",
                "bytes=0-1, ,y",
                "bytes =0-1",
                " bytes=0-1",
                "bytes:0-1",
                "byte\u017f=0-1",
                "items=0-1",
                "bytes=٠-١",
                "bytes=0-1\u0000",
                "bytes=0-1\u00a0",
                "bytes=99999999999999999999-99999999999999999998",
                "bytes=99999999999999999999-5",
                "bytes=100000000000000000000-99999999999999999999",
            })
    void these_count_for_nothing(String field) {
        assertThat(RangeSet.of(field, 20)).isEqualTo(RangeSet.IGNORED);
    }

    @Test
    void an_empty_whole_has_no_ranges() {
        assertThat(RangeSet.of("bytes=0-", 0)).isEqualTo(RangeSet.IGNORED);
        assertThat(RangeSet.of("bytes=-1", 0)).isEqualTo(RangeSet.IGNORED);
    }

    @Test
    void the_longest_whole_there_can_be_has_a_last_octet() {
        assertThat(RangeSet.of("bytes=-1", Long.MAX_VALUE))
                .isEqualTo(new RangeSet.Satisfiable(List.of(new ByteRange(Long.MAX_VALUE - 1, Long.MAX_VALUE))));
        assertThat(RangeSet.of("bytes=0-" + HUGE, Long.MAX_VALUE))
                .isEqualTo(new RangeSet.Satisfiable(List.of(new ByteRange(0, Long.MAX_VALUE))));
        assertThat(RangeSet.of("bytes=" + HUGE + "-" + HUGE, Long.MAX_VALUE)).isEqualTo(RangeSet.UNSATISFIABLE);
    }

    @Test
    void sixteen_ranges_are_served_and_seventeen_are_not() {
        assertThat(((RangeSet.Satisfiable) RangeSet.of(apart(16), 1_000)).ranges())
                .hasSize(16);
        assertThat(RangeSet.of(apart(17), 1_000)).isEqualTo(RangeSet.IGNORED);
        assertThat(RangeSet.of(apart(17) + ",0-999", 1_000)).isEqualTo(satisfiable("0-999"));
    }

    @Test
    void ten_thousand_ranges_cost_little() {
        List<Integer> starts = IntStream.range(0, 10_000).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(starts, new Random(1));
        String touching =
                starts.stream().map(start -> start + "-" + start).collect(Collectors.joining(",", "bytes=", ""));
        assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
            assertThat(RangeSet.of(touching, 1_000_000)).isEqualTo(satisfiable("0-9999"));
            assertThat(RangeSet.of(apart(10_000), 1_000_000)).isEqualTo(RangeSet.IGNORED);
            assertThat(RangeSet.of("bytes=" + "0-,".repeat(10_000), 9)).isEqualTo(satisfiable("0-8"));
            assertThat(RangeSet.of("bytes=" + ",".repeat(8_192), 9)).isEqualTo(RangeSet.IGNORED);
            assertThat(RangeSet.of("bytes=" + HUGE + "-" + HUGE, 9)).isEqualTo(RangeSet.UNSATISFIABLE);
        });
    }

    /** Compared with a set of bits, one for each octet. */
    @RepeatedTest(500)
    void the_union_is_what_was_asked_for(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        int length = 1 + random.nextInt(60);
        BitSet wanted = new BitSet();
        StringBuilder field = new StringBuilder("bytes=");
        for (int member = 1 + random.nextInt(12); member > 0; member--) {
            field.append(member(random, length, wanted)).append(member > 1 ? "," : "");
        }
        RangeSet result = RangeSet.of(field.toString(), length);
        if (wanted.isEmpty()) {
            assertThat(result).as("%s of %s", field, length).isEqualTo(RangeSet.UNSATISFIABLE);
            return;
        }
        assertThat(result).as("%s of %s", field, length).isInstanceOf(RangeSet.Satisfiable.class);
        BitSet served = new BitSet();
        for (ByteRange range : ((RangeSet.Satisfiable) result).ranges()) {
            int start = (int) range.start();
            int end = (int) range.end();
            assertThat(served.get(Math.max(0, start - 1), end + 1).isEmpty())
                    .as("%s apart from the others in %s", range, field)
                    .isTrue();
            served.set(start, end);
        }
        assertThat(served).as("%s of %s", field, length).isEqualTo(wanted);
    }

    @Property
    void parse_after_print_is_the_identity(
            @ForAll @IntRange(max = 1_000) int start, @ForAll @IntRange(min = 1, max = 1_000) int length) {
        ByteRange range = ByteRange.ofLength(start, length);
        assertThat(RangeSet.of("bytes=" + range.start() + "-" + (range.end() - 1), 2_000))
                .isEqualTo(new RangeSet.Satisfiable(List.of(range)));
    }

    @Property
    void no_text_is_too_strange(
            @ForAll @Chars({'0', '1', '9', '-', ',', ' ', '\t', 'x', '\0', '\u00e9'}) @StringLength(max = 30)
                    String members,
            @ForAll @IntRange(min = 1, max = 30) int length) {
        if (RangeSet.of("bytes=" + members, length) instanceof RangeSet.Satisfiable some) {
            assertThat(some.ranges())
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(16)
                    .allMatch(range -> range.end() <= length);
        }
    }

    @Property
    void no_field_is_too_strange(@ForAll String field) {
        assertThat(RangeSet.of(field, 20)).isNotNull();
    }

    /** One member at random, its octets noted. */
    private static String member(Random random, int length, BitSet wanted) {
        int first = random.nextInt(80);
        int last = first + random.nextInt(10);
        return switch (random.nextInt(3)) {
            case 0 -> {
                wanted.set(Math.min(first, length), Math.min(last + 1, length));
                yield first + "-" + last;
            }
            case 1 -> {
                wanted.set(Math.min(first, length), length);
                yield first + "-";
            }
            default -> {
                wanted.set(Math.max(0, length - first), length);
                yield "-" + first;
            }
        };
    }

    private static String apart(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> 2 * index + "-" + 2 * index)
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    private static RangeSet satisfiable(String inclusive) {
        List<ByteRange> ranges = new ArrayList<>();
        for (String range : inclusive.split(" ")) {
            String[] ends = range.split("-");
            ranges.add(new ByteRange(Long.parseLong(ends[0]), Long.parseLong(ends[1]) + 1));
        }
        return new RangeSet.Satisfiable(ranges);
    }
}
