package io.playhead.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.representation.ByteRange;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The union of ranges, against a set of octets. */
class CoverageTest {

    @Property(tries = 1_000)
    void a_few_ranges_have_exactly_their_union(@ForAll("fewRanges") List<ByteRange> ranges) {
        Coverage coverage = covered(ranges);

        assertThat(coverage.isExact()).isTrue();
        assertThat(set(coverage.intervals())).isEqualTo(set(ranges));
        assertThat(coverage.octets()).isEqualTo(set(ranges).cardinality());
    }

    @Property(tries = 300)
    void many_ranges_have_at_least_their_union_in_a_few_intervals(@ForAll("manyRanges") List<ByteRange> ranges) {
        Coverage coverage = covered(ranges);
        BitSet missing = set(ranges);
        missing.andNot(set(coverage.intervals()));

        assertThat(missing.isEmpty()).isTrue();
        assertThat(coverage.intervals()).hasSizeLessThanOrEqualTo(Coverage.MOST);
        assertThat(coverage.isExact() && !set(coverage.intervals()).equals(set(ranges)))
                .as("it says that it is exact, and is not")
                .isFalse();
    }

    @Property(tries = 300)
    void intervals_are_in_order_and_apart(@ForAll("manyRanges") List<ByteRange> ranges) {
        List<ByteRange> intervals = covered(ranges).intervals();

        for (int index = 1; index < intervals.size(); index++) {
            assertThat(intervals.get(index).start())
                    .isGreaterThan(intervals.get(index - 1).end());
        }
    }

    private static Coverage covered(List<ByteRange> ranges) {
        Coverage coverage = new Coverage();
        ranges.forEach(coverage::add);
        return coverage;
    }

    private static BitSet set(List<ByteRange> ranges) {
        BitSet set = new BitSet();
        ranges.forEach(range -> set.set((int) range.start(), (int) range.end()));
        return set;
    }

    @Provide
    Arbitrary<List<ByteRange>> fewRanges() {
        return range(300, 60).list().ofMaxSize(Coverage.MOST);
    }

    @Provide
    Arbitrary<List<ByteRange>> manyRanges() {
        return range(3000, 12).list().ofMinSize(60).ofMaxSize(200);
    }

    private static Arbitrary<ByteRange> range(int last, int longest) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, last),
                        Arbitraries.integers().between(1, longest))
                .as((start, length) -> ByteRange.ofLength(start, length));
    }
}
