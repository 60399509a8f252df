package io.playhead.representation;

/**
 * Octets {@code start} (inclusive) to {@code end} (exclusive) of something; never empty. HTTP's inclusive last
 * position, suffixes and "no range" are types of {@code http}.
 */
public record ByteRange(long start, long end) {

    public ByteRange {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("not a range of octets: [" + start + ", " + end + ")");
        }
    }

    /** @param length at least 1 */
    public static ByteRange ofLength(long start, long length) {
        return new ByteRange(start, Math.addExact(start, length));
    }

    public long length() {
        return end - start;
    }

    public boolean overlaps(ByteRange other) {
        return start < other.end && other.start < end;
    }

    public boolean contains(ByteRange other) {
        return start <= other.start && other.end <= end;
    }

    /** What both have. They must overlap. */
    public ByteRange intersection(ByteRange other) {
        return new ByteRange(Math.max(start, other.start), Math.min(end, other.end));
    }

    /** The same octets, counted from {@code origin}. */
    public ByteRange from(long origin) {
        return new ByteRange(start - origin, end - origin);
    }

    @Override
    public String toString() {
        return "[" + start + ", " + end + ")";
    }
}
