package io.playhead.cdr;

import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's text form of arrays (its manual, §8.15.6). */
final class TextArray {

    private static final String EMPTY = "{}";

    private final String text;
    private int at;

    private TextArray(String text) {
        this.text = text;
    }

    /**
     * The elements of {@code {plain,"quoted, with \" and \\"}}, in their order; those of arrays within it too. NULL is
     * the empty text.
     */
    static List<String> elements(String text) {
        return text.equals(EMPTY) ? List.of() : new TextArray(text).elements();
    }

    private List<String> elements() {
        List<String> elements = new ArrayList<>(4);
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '{' || next == '}' || next == ',') {
                at++;
            } else {
                elements.add(next == '"' ? quoted() : plain());
            }
        }
        return elements;
    }

    private String plain() {
        int begin = at;
        while (text.charAt(at) != ',' && text.charAt(at) != '}') {
            at++;
        }
        String element = text.substring(begin, at);
        return element.equals("NULL") ? "" : element;
    }

    private String quoted() {
        at++;
        int begin = at;
        while (text.charAt(at) != '"' && text.charAt(at) != '\\') {
            at++;
        }
        if (text.charAt(at) == '"') {
            return text.substring(begin, at++);
        }
        StringBuilder element = new StringBuilder(text.length() - begin).append(text, begin, at);
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            element.append(text.charAt(at++));
        }
        at++;
        return element.toString();
    }
}
