package io.playhead.http;

import io.netty.util.AsciiString;
import io.playhead.representation.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads one {@code Range} field (RFC 9110 §14.1.1, §14.1.2, §14.2). Positions may have any number of digits. */
final class RangeParser {

    /** More pieces than this are no listener's wish (§17.15). */
    private static final int MOST_RANGES = 16;

    private static final String UNIT = "bytes=";

    private final String field;
    private final long length;
    private final List<ByteRange> satisfiable = new ArrayList<>(1);
    private int at;

    /** @param length at least 1 */
    RangeParser(String field, long length) {
        this.field = field;
        this.length = length;
    }

    RangeSet parse() {
        if (!AsciiString.regionMatchesAscii(field, true, 0, UNIT, 0, UNIT.length()) || !readMembers()) {
            return RangeSet.IGNORED;
        }
        if (satisfiable.isEmpty()) {
            return RangeSet.UNSATISFIABLE;
        }
        List<ByteRange> joined = satisfiable.size() == 1 ? satisfiable : joined(satisfiable);
        return joined.size() > MOST_RANGES ? RangeSet.IGNORED : new RangeSet.Satisfiable(List.copyOf(joined));
    }

    /** False where the list is malformed anywhere or has no member (§5.6.1.2). */
    private boolean readMembers() {
        int end = field.length();
        boolean any = false;
        at = FieldSyntax.afterSpace(field, UNIT.length(), end);
        while (at < end) {
            if (field.charAt(at) != ',') {
                any = true;
                if (!readMember()) {
                    return false;
                }
                at = FieldSyntax.afterSpace(field, at, end);
                if (at < end && field.charAt(at) != ',') {
                    return false;
                }
            }
            at = FieldSyntax.afterSpace(field, at + 1, end);
        }
        return any;
    }

    /** One {@code int-range} or {@code suffix-range}; false where it is neither. */
    private boolean readMember() {
        int first = at;
        int dash = FieldSyntax.afterDigits(field, first);
        if (!field.startsWith("-", dash)) {
            return false;
        }
        int last = dash + 1;
        at = FieldSyntax.afterDigits(field, last);
        if (first == dash) {
            addSuffix(number(last, at));
            return last < at;
        }
        if (last == at) {
            add(number(first, dash), length - 1);
            return true;
        }
        add(number(first, dash), number(last, at));
        return isAtMost(first, dash, last, at);
    }

    private void addSuffix(long suffix) {
        if (suffix > 0) {
            satisfiable.add(new ByteRange(length - Math.min(suffix, length), length));
        }
    }

    private void add(long first, long last) {
        if (first < length && first <= last) {
            satisfiable.add(new ByteRange(first, Math.min(last, length - 1) + 1));
        }
    }

    /** The number that stands in {@code [from, to)}, or the greatest there is where that is greater. */
    private long number(int from, int to) {
        long number = 0;
        for (int digit = from; digit < to; digit++) {
            int value = field.charAt(digit) - '0';
            if (number > (Long.MAX_VALUE - value) / 10) {
                return Long.MAX_VALUE;
            }
            number = 10 * number + value;
        }
        return number;
    }

    /** Whether one run of digits is at most the other, however long they are. */
    private boolean isAtMost(int first, int firstEnd, int last, int lastEnd) {
        int one = afterZeros(first, firstEnd);
        int other = afterZeros(last, lastEnd);
        int difference = (firstEnd - one) - (lastEnd - other);
        for (; difference == 0 && one < firstEnd; one++, other++) {
            difference = field.charAt(one) - field.charAt(other);
        }
        return difference <= 0;
    }

    private int afterZeros(int from, int to) {
        int next = from;
        while (next < to && field.charAt(next) == '0') {
            next++;
        }
        return next;
    }

    /** Those that touch or overlap are one, which stands where the first of them stood. */
    private static List<ByteRange> joined(List<ByteRange> ranges) {
        List<Placed> byStart = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            byStart.add(new Placed(byStart.size(), range));
        }
        byStart.sort(Comparator.comparingLong(placed -> placed.range().start()));
        List<Placed> joined = new ArrayList<>();
        for (Placed placed : byStart) {
            if (joined.isEmpty()
                    || joined.getLast().range().end() < placed.range().start()) {
                joined.add(placed);
            } else {
                joined.add(joined.removeLast().with(placed));
            }
        }
        joined.sort(Comparator.comparingInt(Placed::place));
        return joined.stream().map(Placed::range).toList();
    }

    /** @param place in the request */
    private record Placed(int place, ByteRange range) {

        /** @param later starts no earlier than this */
        Placed with(Placed later) {
            return new Placed(
                    Math.min(place, later.place),
                    new ByteRange(range.start(), Math.max(range.end(), later.range.end())));
        }
    }
}
