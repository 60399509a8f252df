package io.playhead.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What ties together all that is logged of one request.
 *
 * @param value 1 to 64 letters, digits, dots, underscores and hyphens
 */
public record CorrelationId(String value) {

    /** The names callers use, in our order. */
    private static final AsciiString CORRELATION = AsciiString.cached("x-correlation-id");

    private static final AsciiString REQUEST = AsciiString.cached("x-request-id");
    private static final int LONGEST = 64;

    public CorrelationId {
        if (!isSound(value)) {
            throw new IllegalArgumentException("not a correlation id");
        }
    }

    /** The caller's, if it has a sound one, else a new one. */
    public static CorrelationId of(HttpHeaders headers) {
        return of(headers.get(CORRELATION), headers.get(REQUEST));
    }

    public static CorrelationId of(@Nullable String correlation, @Nullable String request) {
        if (correlation != null && isSound(correlation)) {
            return new CorrelationId(correlation);
        }
        return request != null && isSound(request) ? new CorrelationId(request) : fresh();
    }

    /** Distinct, not secret: 128 random bits. */
    public static CorrelationId fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return new CorrelationId(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()));
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isSound(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            boolean sound = FieldSyntax.isLetter(character)
                    || FieldSyntax.isDigit(character)
                    || character == '.'
                    || character == '_'
                    || character == '-';
            if (!sound) {
                return false;
            }
        }
        return true;
    }
}
