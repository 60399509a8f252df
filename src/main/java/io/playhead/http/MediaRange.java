package io.playhead.http;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * One member of {@code Accept} (RFC 9110 §12.5.1).
 *
 * @param type in small letters; {@code *} for all
 * @param subtype in small letters, {@code wav} for each of its names; {@code *} for all
 * @param parameters which an offer must have, all of them
 * @param weight in thousandths
 */
record MediaRange(String type, String subtype, List<Parameter> parameters, int weight) {

    /** A wave file has been given more than one name: the registered one (RFC 2361) and those before it. */
    private static final Set<String> NAMES_OF_WAV = Set.of("wav", "x-wav", "wave", "vnd.wave");

    private static final int MOST_PARAMETERS = 1 << 20;

    /** @param value without quotes */
    record Parameter(String name, String value) {}

    /** Every well-formed member of a list; the others count for nothing. */
    static List<MediaRange> list(String field) {
        List<MediaRange> ranges = new ArrayList<>();
        int at = 0;
        while (at < field.length()) {
            int end = endOfMember(field, at);
            MediaRange range = new MediaRangeParser(field, at, end).parse();
            if (range != null) {
                ranges.add(range);
            }
            at = end + 1;
        }
        return ranges;
    }

    static MediaRange of(String type, String subtype, List<Parameter> parameters, int weight) {
        String small = type.toLowerCase(Locale.ROOT);
        return new MediaRange(small, subtype(small, subtype.toLowerCase(Locale.ROOT)), parameters, weight);
    }

    boolean includes(MediaType offer) {
        if (!type.equals("*") && !type.equals(offer.getType())) {
            return false;
        }
        if (!subtype.equals("*") && !subtype.equals(subtype(offer.getType(), offer.getSubtype()))) {
            return false;
        }
        return parameters.stream()
                .allMatch(parameter -> hasValue(offer.getParameter(parameter.name()), parameter.value()));
    }

    /** The higher, the more this range says of an offer it includes: names before parameters. */
    int specificity() {
        int names = type.equals("*") ? 0 : subtype.equals("*") ? 1 : 2;
        return names * MOST_PARAMETERS + parameters.size();
    }

    private static boolean hasValue(@Nullable String offered, String wanted) {
        return offered != null && AsciiString.contentEqualsIgnoreCase(unquoted(offered), wanted);
    }

    /** The text of a quoted string (§5.6.4); anything else as it is. */
    static String unquoted(String value) {
        if (!value.startsWith("\"") || value.length() < 2) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int at = 1; at < value.length() - 1; at++) {
            if (value.charAt(at) == '\\') {
                at++;
            }
            text.append(value.charAt(at));
        }
        return text.toString();
    }

    private static String subtype(String type, String subtype) {
        return type.equals("audio") && NAMES_OF_WAV.contains(subtype) ? "wav" : subtype;
    }

    /** The next comma outside of quotes. */
    private static int endOfMember(String field, int from) {
        boolean quoted = false;
        for (int at = from; at < field.length(); at++) {
            char character = field.charAt(at);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == '\\' && quoted) {
                at++;
            } else if (character == ',' && !quoted) {
                return at;
            }
        }
        return field.length();
    }
}
