package io.playhead.http;

/** The characters of field values (RFC 9110 §5.6). */
final class FieldSyntax {

    private FieldSyntax() {}

    /** Where {@code text} goes on after optional white space (§5.6.3) from {@code at}; at most {@code end}. */
    static int afterSpace(String text, int at, int end) {
        int next = at;
        while (next < end && isSpace(text.charAt(next))) {
            next++;
        }
        return next;
    }

    /** Where a run of token characters (§5.6.2) from {@code at} ends; {@code at} where there is none. */
    static int afterToken(String text, int at, int end) {
        int next = at;
        while (next < end && isTokenCharacter(text.charAt(next))) {
            next++;
        }
        return next;
    }

    /** Where a run of digits from {@code at} ends; {@code at} where there is none. */
    static int afterDigits(String text, int at) {
        int next = at;
        while (next < text.length() && isDigit(text.charAt(next))) {
            next++;
        }
        return next;
    }

    static boolean isSpace(char character) {
        return character == ' ' || character == '\t';
    }

    static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    static boolean isTokenCharacter(char character) {
        return isLetter(character) || isDigit(character) || "!#$%&'*+-.^_`|~".indexOf(character) >= 0;
    }
}
