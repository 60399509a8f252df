package io.playhead.audit;

import io.playhead.representation.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The union of ranges, in a few intervals. Where there would be too many, the two that are nearest to each other become
 * one, and the union says of itself that it is no longer exact: it then has more than was added, never less. Not for use
 * by several threads at once.
 */
final class Coverage {

    static final int MOST = 32;

    private long[] starts = new long[4];
    private long[] ends = new long[4];
    private int count;
    private boolean exact = true;

    void add(ByteRange range) {
        // those that end before the range begins stay as they are; most ranges follow the last
        int first = count;
        while (first > 0 && ends[first - 1] >= range.start()) {
            first--;
        }
        int behind = first;
        long start = range.start();
        long end = range.end();
        while (behind < count && starts[behind] <= end) {
            start = Math.min(start, starts[behind]);
            end = Math.max(end, ends[behind]);
            behind++;
        }
        replace(first, behind, start, end);
        if (count > MOST) {
            joinNearest();
        }
    }

    /** Puts one interval in the place of those from {@code first} to before {@code behind}, which may be none. */
    private void replace(int first, int behind, long start, long end) {
        int after = count - behind;
        if (first + 1 + after > starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        System.arraycopy(starts, behind, starts, first + 1, after);
        System.arraycopy(ends, behind, ends, first + 1, after);
        starts[first] = start;
        ends[first] = end;
        count = first + 1 + after;
    }

    private void joinNearest() {
        int nearest = 1;
        for (int index = 2; index < count; index++) {
            if (starts[index] - ends[index - 1] < starts[nearest] - ends[nearest - 1]) {
                nearest = index;
            }
        }
        exact = false;
        replace(nearest - 1, nearest + 1, starts[nearest - 1], ends[nearest]);
    }

    long octets() {
        long octets = 0;
        for (int index = 0; index < count; index++) {
            octets += ends[index] - starts[index];
        }
        return octets;
    }

    boolean isExact() {
        return exact;
    }

    /** In order, none touching another. */
    List<ByteRange> intervals() {
        List<ByteRange> intervals = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            intervals.add(new ByteRange(starts[index], ends[index]));
        }
        return intervals;
    }
}
