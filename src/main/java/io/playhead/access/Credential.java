package io.playhead.access;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A token as it was presented: any text, however odd. Never prints itself, so that no log shows it. */
public final class Credential {

    private static final int SHOWN = 4;
    private static final int LONG_ENOUGH_TO_SHOW_SOME = 16;

    public static final Credential NONE = new Credential("");

    private final String text;
    /** Made when it is first asked for: each request asks more than once. */
    private @Nullable TokenDigest digest;

    /** @param text empty where none was presented */
    public Credential(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** For the static authority's file: SHA-256 of its UTF-8, in hexadecimal. */
    public String sha256() {
        return digest().toString();
    }

    public TokenDigest digest() {
        TokenDigest known = digest;
        if (known == null) {
            known = TokenDigest.of(text.getBytes(StandardCharsets.UTF_8));
            digest = known;
        }
        return known;
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Credential credential && text.equals(credential.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Credential[" + masked() + "]";
    }
}
