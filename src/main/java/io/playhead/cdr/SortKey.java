package io.playhead.cdr;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What kind of value calls are sorted by, and how a cursor writes it down. */
enum SortKey {
    /** Microseconds since 1970. */
    TIME("CAST(extract(epoch FROM %s) * 1000000 AS bigint)", "%s"),
    /** Microseconds. */
    INTERVAL("CAST(extract(epoch FROM %s) * 1000000 AS bigint)", "(%s * interval '1 microsecond')"),
    INTEGER("%s", "%s"),
    UUID("%s", "%s"),
    TEXT("%s", "%s");

    /** PostgreSQL's intervals have room for more, its arithmetic with them has not. */
    private static final long LONGEST_INTERVAL = 1L << 53;

    private final String written;
    private final String read;

    SortKey(String written, String read) {
        this.written = written;
        this.read = read;
    }

    /** The text of the value of an expression. */
    String written(String expression) {
        return "CAST(" + written.formatted(expression) + " AS text)";
    }

    /** @param parameter that is bound to {@link #value} */
    String read(String parameter) {
        return read.formatted(parameter);
    }

    /** @throws IllegalArgumentException if the text is none of this kind */
    Object value(String text) {
        return switch (this) {
            case TIME -> time(Long.parseLong(text));
            case INTERVAL -> interval(Long.parseLong(text));
            case INTEGER -> Long.parseLong(text);
            case UUID -> java.util.UUID.fromString(text);
            case TEXT -> text;
        };
    }

    private static Object time(long micros) {
        try {
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        } catch (DateTimeException | ArithmeticException outside) {
            throw new IllegalArgumentException(outside);
        }
    }

    private static Object interval(long micros) {
        if (Math.abs(micros) > LONGEST_INTERVAL) {
            throw new IllegalArgumentException("no such duration");
        }
        return (double) micros;
    }
}
