package io.playhead.access;

import java.nio.charset.StandardCharsets;

/**
 * A token as it was presented: any text, however odd. Never prints itself, so that no log shows it.
 *
 * @param text empty where none was presented
 */
public record Credential(String text) {

    private static final int SHOWN = 4;
    private static final int LONG_ENOUGH_TO_SHOW_SOME = 16;

    public static final Credential NONE = new Credential("");

    /** For the static authority's file: SHA-256 of its UTF-8, in hexadecimal. */
    public String sha256() {
        return digest().toString();
    }

    TokenDigest digest() {
        return TokenDigest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a client may be shown of it: the end of a long one. */
    String masked() {
        if (text.isEmpty()) {
            return "";
        }
        if (text.length() <= LONG_ENOUGH_TO_SHOW_SOME) {
            return "***";
        }
        return "…" + text.substring(text.length() - SHOWN).replaceAll("[^ -~]", "?");
    }

    @Override
    public String toString() {
        return "Credential[" + masked() + "]";
    }
}
