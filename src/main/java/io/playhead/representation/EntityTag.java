package io.playhead.representation;

/**
 * A strong validator (RFC 9110 §8.8.3). Weak ones exist only in what clients send.
 *
 * @param opaque what stands between the quotes: {@code etagc} characters only
 */
public record EntityTag(String opaque) {

    public EntityTag {
        for (int at = 0; at < opaque.length(); at++) {
            if (!isEtagc(opaque.charAt(at))) {
                throw new IllegalArgumentException("not an entity tag: " + opaque);
            }
        }
    }

    /** RFC 9110 §8.8.3: {@code %x21 / %x23-7E / obs-text}. */
    public static boolean isEtagc(int character) {
        return character == 0x21 || character >= 0x23 && character <= 0x7e || character >= 0x80 && character <= 0xff;
    }

    /** As it stands in a header field, quotes included. */
    @Override
    public String toString() {
        return '"' + opaque + '"';
    }
}
