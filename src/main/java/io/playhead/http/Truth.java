package io.playhead.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that call-logd's framework takes for true and false. */
public final class Truth {

    private static final List<String> TRUE =
            List.of("t", "T", "true", "True", "TRUE", "on", "On", "ON", "y", "Y", "yes", "Yes", "YES", "1");
    private static final List<String> FALSE =
            List.of("f", "F", "false", "False", "FALSE", "off", "Off", "OFF", "n", "N", "no", "No", "NO", "0");

    private Truth() {}

    /** Null if the word is neither. */
    public static @Nullable Boolean of(String word) {
        return TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : null;
    }
}
