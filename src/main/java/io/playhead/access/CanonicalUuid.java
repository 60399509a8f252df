package io.playhead.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads UUIDs more strictly than {@link UUID#fromString}, which takes {@code 1-1-1-1-1} and signs. */
public final class CanonicalUuid {

    private static final int LENGTH = 36;

    private CanonicalUuid() {}

    /** @return null unless it is 8-4-4-4-12 hexadecimal digits, of either case */
    public static @Nullable UUID parse(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equalsIgnoreCase(text) ? uuid : null;
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }
}
