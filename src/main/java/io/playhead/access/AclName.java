package io.playhead.access;

import java.math.BigInteger;
import java.util.UUID;

/** The access an endpoint requires, with places for its path's values: {@code call-logd.cdr.{cdr_id}.read}. */
public final class AclName {

    private final String[] literals;

    private AclName(String[] literals) {
        this.literals = literals;
    }

    /** @param template places are {@code {anything}}, filled in order */
    public static AclName of(String template) {
        return new AclName(template.split("\\{[^{}]*\\}", -1));
    }

    /**
     * The name with its places filled.
     *
     * @param values an integer, a UUID or text, as many as there are places; {@code .} becomes {@code _}
     */
    public String with(Object... values) {
        if (values.length != literals.length - 1) {
            throw new IllegalArgumentException(
                    (literals.length - 1) + " places of an access name, but " + values.length + " values");
        }
        StringBuilder name = new StringBuilder(128).append(literals[0]);
        for (int place = 0; place < values.length; place++) {
            name.append(text(values[place])).append(literals[place + 1]);
        }
        return name.toString();
    }

    private static String text(Object value) {
        return switch (value) {
            case UUID uuid -> uuid.toString();
            case Long number -> Long.toString(number);
            case Integer number -> Integer.toString(number);
            case BigInteger number -> number.toString();
            case String text -> text.replace('.', '_');
            default -> throw new IllegalArgumentException("not a value of an access name: " + value.getClass());
        };
    }
}
