package io.playhead.imports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a name can tell of a recording, and the form in which it does. */
enum Piece {
    TENANT(36, 36, Piece::isUuid),
    RECORDING(36, 36, Piece::isUuid),
    CALL(1, 10, Piece::isNumber),
    YEAR(4, 4, Piece::isNumber),
    MONTH(2, 2, Piece::isNumber),
    DAY(2, 2, Piece::isNumber),
    HOUR(2, 2, Piece::isNumber),
    MINUTE(2, 2, Piece::isNumber),
    SECOND(2, 2, Piece::isNumber),
    /** {@code UTC}, {@code Z} or an offset; without it times are of the zone that the import is given. */
    ZONE(1, 6, matching("UTC|Z|[+-][0-9]{2}:?[0-9]{2}")),
    /** Seconds since 1970. */
    EPOCH(9, 11, Piece::isNumber),
    /** Asterisk's, with or without the system's name before it: the conversation's id where it is the first channel's. */
    UNIQUEID(11, 110, matching("(?:[A-Za-z0-9_.]{1,80}-)?[0-9]{9,11}\\.[0-9]{1,10}")),
    SOURCE(1, 80, text -> true),
    DESTINATION(1, 80, text -> true),
    QUEUE(1, 80, text -> true),
    DIRECTION(1, 20, text -> Direction.of(text).isPresent()),
    USER(36, 36, Piece::isUuid),
    FORMAT(1, 8, matching("[A-Za-z0-9]+")),
    IGNORE(1, 255, text -> true);

    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    final int shortest;
    final int longest;
    private final Predicate<String> form;

    Piece(int shortest, int longest, Predicate<String> form) {
        this.shortest = shortest;
        this.longest = longest;
        this.form = form;
    }

    static Optional<Piece> named(String name) {
        return Arrays.stream(values())
                .filter(piece -> piece.toString().equals(name))
                .findFirst();
    }

    /** Of a part of a path: without separators, without control characters. */
    boolean fits(String text) {
        return form.test(text);
    }

    /** Whether nothing in its form tells where it ends: the text behind it has to. */
    boolean isFree() {
        return this == SOURCE || this == DESTINATION || this == QUEUE || this == IGNORE;
    }

    /** Its name in a pattern. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Predicate<String> matching(String expression) {
        return Pattern.compile(expression).asMatchPredicate();
    }

    private static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
