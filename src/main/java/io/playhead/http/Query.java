package io.playhead.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, decoded as {@code application/x-www-form-urlencoded} in UTF-8. Of a repeated key the first
 * occurrence counts. Nothing in it is an error: a stray {@code %} stands for itself.
 */
public record Query(Map<String, String> values) {

    private static final Query NONE = new Query(Map.of());

    public static Query of(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        Map<String, String> values = new LinkedHashMap<>();
        int from = 0;
        while (from <= raw.length()) {
            int to = raw.indexOf('&', from);
            int end = to < 0 ? raw.length() : to;
            if (end > from) {
                int equals = raw.indexOf('=', from);
                boolean hasValue = equals >= 0 && equals < end;
                values.putIfAbsent(
                        decoded(raw.substring(from, hasValue ? equals : end)),
                        hasValue ? decoded(raw.substring(equals + 1, end)) : "");
            }
            from = end + 1;
        }
        return new Query(values);
    }

    public @Nullable String first(String key) {
        return values.get(key);
    }

    private static String decoded(String part) {
        if (part.indexOf('%') < 0 && part.indexOf('+') < 0) {
            return part;
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(part.length());
        byte[] raw = part.getBytes(StandardCharsets.UTF_8);
        for (int index = 0; index < raw.length; index++) {
            int octet = raw[index] == '%' ? escaped(raw, index) : -1;
            if (octet >= 0) {
                octets.write(octet);
                index += 2;
            } else {
                octets.write(raw[index] == '+' ? ' ' : raw[index]);
            }
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    /** The octet that {@code %xx} at {@code index} stands for, or -1. */
    private static int escaped(byte[] raw, int index) {
        if (index + 2 >= raw.length) {
            return -1;
        }
        int high = Character.digit(raw[index + 1], 16);
        int low = Character.digit(raw[index + 2], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
