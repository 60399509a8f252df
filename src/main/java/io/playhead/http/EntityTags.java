package io.playhead.http;

import io.playhead.representation.EntityTag;

/**
 * The entity tags that clients send, compared with a representation's own, which is strong (RFC 9110 §8.8.3). A field
 * that is not well formed to its end matches nothing.
 */
final class EntityTags {

    private EntityTags() {}

    /** {@code If-Match} (§13.1.1): {@code *}, or one of the tags equals by strong comparison. */
    static boolean matchStrongly(String field, EntityTag tag) {
        return match(field, tag, false);
    }

    /** {@code If-None-Match} (§13.1.2): {@code *}, or one of the tags equals by weak comparison. */
    static boolean matchWeakly(String field, EntityTag tag) {
        return match(field, tag, true);
    }

    /** {@code If-Range} (§13.1.5): the one tag equals by strong comparison. */
    static boolean isStrongly(String field, EntityTag tag) {
        return closingQuote(field, 0) == field.length() - 1 && sameOpaque(field, 0, field.length() - 1, tag);
    }

    /** White space and empty members as a list may have them (§5.6.1.2). */
    private static boolean match(String field, EntityTag tag, boolean weakly) {
        if (field.equals("*")) {
            return true;
        }
        boolean found = false;
        int end = field.length();
        int at = FieldSyntax.afterSpace(field, 0, end);
        while (at < end) {
            if (field.charAt(at) != ',') {
                boolean weak = field.startsWith("W/", at);
                int open = weak ? at + 2 : at;
                int close = closingQuote(field, open);
                if (close < 0) {
                    return false;
                }
                found |= (weakly || !weak) && sameOpaque(field, open, close, tag);
                at = FieldSyntax.afterSpace(field, close + 1, end);
                if (at < end && field.charAt(at) != ',') {
                    return false;
                }
            }
            at = FieldSyntax.afterSpace(field, at + 1, end);
        }
        return found;
    }

    /** Where the tag ends whose quotes open at {@code open}; negative where that is not a tag. */
    private static int closingQuote(String field, int open) {
        if (!field.startsWith("\"", open)) {
            return -1;
        }
        int at = open + 1;
        while (at < field.length() && EntityTag.isEtagc(field.charAt(at))) {
            at++;
        }
        return field.startsWith("\"", at) ? at : -1;
    }

    private static boolean sameOpaque(String field, int open, int close, EntityTag tag) {
        String opaque = tag.opaque();
        return close - open - 1 == opaque.length() && field.startsWith(opaque, open + 1);
    }
}
