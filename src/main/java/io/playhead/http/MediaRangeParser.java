package io.playhead.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one member of {@code Accept} (RFC 9110 §5.6.6, §8.3.1, §12.4.2, §12.5.1). */
final class MediaRangeParser {

    private static final int WHOLE_WEIGHT = 1000;

    private final String field;
    private final int end;
    private final List<MediaRange.Parameter> parameters = new ArrayList<>(2);
    private int at;
    /** Negative until there is one. */
    private int weight = -1;

    MediaRangeParser(String field, int from, int to) {
        this.field = field;
        this.at = from;
        this.end = to;
    }

    /** Null where the member is malformed or empty. */
    @Nullable
    MediaRange parse() {
        at = FieldSyntax.afterSpace(field, at, end);
        String type = token();
        String subtype = next('/') ? token() : type.equals("*") ? "*" : "";
        boolean named = !type.isEmpty() && !subtype.isEmpty() && (!type.equals("*") || subtype.equals("*"));
        if (!named || !readParameters()) {
            return null;
        }
        return MediaRange.of(type, subtype, List.copyOf(parameters), weight < 0 ? WHOLE_WEIGHT : weight);
    }

    private boolean readParameters() {
        at = FieldSyntax.afterSpace(field, at, end);
        while (at < end) {
            if (!next(';')) {
                return false;
            }
            at = FieldSyntax.afterSpace(field, at, end);
            boolean absent = at == end || field.charAt(at) == ';';
            if (!absent && !readParameter()) {
                return false;
            }
            at = FieldSyntax.afterSpace(field, at, end);
        }
        return true;
    }

    /** {@code q} is the weight wherever it stands among the parameters. */
    private boolean readParameter() {
        String name = token();
        if (name.isEmpty() || !next('=')) {
            return false;
        }
        String value = at < end && field.charAt(at) == '"' ? quotedString() : token();
        if (value.isEmpty()) {
            return false;
        }
        if (!name.equalsIgnoreCase("q")) {
            parameters.add(new MediaRange.Parameter(name, MediaRange.unquoted(value)));
            return true;
        }
        boolean second = weight >= 0;
        weight = weight(value);
        return !second && weight >= 0;
    }

    /**
     * Thousandths, or -1. The nought may be missing: Java's own client sent {@code *; q=.2} for twenty years, and the
     * member {@code *} with it.
     */
    private static int weight(String value) {
        int dot = value.indexOf('.');
        String whole = dot < 0 ? value : value.substring(0, dot);
        String fraction = dot < 0 ? "" : value.substring(dot + 1);
        boolean digits = FieldSyntax.afterDigits(fraction, 0) == fraction.length() && fraction.length() <= 3;
        if (!digits || (whole.isEmpty() && fraction.isEmpty())) {
            return -1;
        }
        int thousandths = Integer.parseInt((fraction + "000").substring(0, 3));
        return switch (whole) {
            case "", "0" -> thousandths;
            case "1" -> thousandths == 0 ? WHOLE_WEIGHT : -1;
            default -> -1;
        };
    }

    private String token() {
        int from = at;
        at = FieldSyntax.afterToken(field, at, end);
        return field.substring(from, at);
    }

    /** With its quotes; empty where it does not end. */
    private String quotedString() {
        int from = at++;
        while (at < end && field.charAt(at) != '"') {
            at += field.charAt(at) == '\\' ? 2 : 1;
        }
        return at < end ? field.substring(from, ++at) : "";
    }

    private boolean next(char expected) {
        boolean found = at < end && field.charAt(at) == expected;
        if (found) {
            at++;
        }
        return found;
    }
}
