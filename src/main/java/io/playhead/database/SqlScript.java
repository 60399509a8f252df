package io.playhead.database;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL taken apart, as far as the migrations need it (PostgreSQL's manual, §4.1). */
final class SqlScript {

    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>--[^\n]*|/\\*.*?\\*/)|'[^']*'|\"[^\"]*\"|(?<dollar>\\$\\w*\\$).*?\\k<dollar>|.",
            Pattern.DOTALL);

    private SqlScript() {}

    /** Without the semicolons between them and without comments, otherwise as they stand. */
    static List<String> statements(String script) {
        return parts(script, ";");
    }

    /** @param separator counts outside of quotes and parentheses */
    static List<String> parts(String text, String separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String found = token.group();
            depth += found.equals("(") ? 1 : found.equals(")") ? -1 : 0;
            if (found.equals(separator) && depth == 0) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else if (token.group("comment") == null) {
                part.append(found);
            }
        }
        parts.add(part.toString().strip());
        return parts.stream().filter(one -> !one.isEmpty()).toList();
    }
}
