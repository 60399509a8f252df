package io.playhead.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the files of some PBX are named: text, and named pieces in braces, such as
 * {@code {direction}-{destination}-{source}-{uniqueid}.{format}}. Said of the end of a path: as many of its parts as the
 * pattern has. A piece is as short as it can be for the whole to match.
 */
final class NamePattern {

    static final int LONGEST = 500;

    /** Longer ends of paths are not looked at. */
    static final int LONGEST_NAME = 1000;

    private static final int MOST_PIECES = 40;
    private static final Pattern PART = Pattern.compile("\\{([^{}]*)}|([^{}]+)|([{}])");

    private final String text;
    private final List<Part> parts;
    private final int folders;

    /** Either a piece, or the text itself. */
    private record Part(@Nullable Piece piece, String text) {}

    private NamePattern(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
        this.folders = (int) text.chars().filter(character -> character == '/').count();
    }

    /** @throws IllegalArgumentException that says what is wrong with it, for whoever wrote it */
    static NamePattern of(String text) {
        refuse(text.isEmpty(), "is empty");
        refuse(text.length() > LONGEST, "is longer than " + LONGEST + " characters");
        refuse(text.chars().anyMatch(Character::isISOControl), "has control characters in it");
        refuse(text.startsWith("/"), "begins with /: it is said of the end of a path");
        for (String folder : text.split("/", -1)) {
            refuse(
                    folder.isEmpty() || folder.equals(".") || folder.equals(".."),
                    "has a part of a path that is none: '" + folder + "'");
        }
        List<Part> parts = parts(text);
        check(parts);
        return new NamePattern(text, parts);
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            refuse(part.group(3) != null, "has a brace without its other: " + text.substring(part.start()));
            String name = part.group(1);
            parts.add(name == null ? new Part(null, part.group(2)) : new Part(piece(name), part.group()));
        }
        return parts;
    }

    private static Piece piece(String name) {
        return Piece.named(name)
                .orElseThrow(() -> new IllegalArgumentException("the pattern has a piece that is unknown: {" + name
                        + "}. Known are "
                        + Arrays.stream(Piece.values())
                                .map(piece -> "{" + piece + "}")
                                .collect(Collectors.joining(", "))));
    }

    private static void check(List<Part> parts) {
        Set<Piece> seen = EnumSet.noneOf(Piece.class);
        Piece before = null;
        int pieces = 0;
        for (Part part : parts) {
            Piece piece = part.piece();
            if (piece != null) {
                pieces++;
                refuse(!seen.add(piece) && piece != Piece.IGNORE, "has {" + piece + "} twice");
                refuse(
                        before != null && before.isFree() && piece.isFree(),
                        "has nothing between {" + before + "} and {" + piece + "} that tells where the one ends");
            }
            before = piece;
        }
        refuse(pieces == 0, "has no piece: every name would have to be the same");
        refuse(pieces > MOST_PIECES, "has more than " + MOST_PIECES + " pieces");
        Set<Piece> date = EnumSet.of(Piece.YEAR, Piece.MONTH, Piece.DAY);
        Set<Piece> time = EnumSet.of(Piece.HOUR, Piece.MINUTE, Piece.SECOND);
        boolean dated = seen.containsAll(date);
        refuse(
                !dated && seen.stream().anyMatch(date::contains),
                "has a date that is not whole: {year}, {month} and {day} go together");
        refuse(
                !dated && seen.stream().anyMatch(time::contains),
                "has a time without its date: {year}, {month} and {day}");
        refuse(
                seen.contains(Piece.MINUTE) && !seen.contains(Piece.HOUR)
                        || seen.contains(Piece.SECOND) && !seen.contains(Piece.MINUTE),
                "has a time that is not whole: {second} needs {minute}, and that {hour}");
        refuse(seen.contains(Piece.ZONE) && !dated, "has a {zone} without a date");
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalArgumentException("the pattern " + why);
        }
    }

    /**
     * What the end of a path says, if that is of this form.
     *
     * @param path with {@code /} between its parts
     */
    Optional<Map<Piece, String>> match(String path) {
        String end = end(path);
        if (end == null || end.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        Map<Piece, String> found = new EnumMap<>(Piece.class);
        return new Attempt(end, found).from(0, 0) ? Optional.of(found) : Optional.empty();
    }

    private @Nullable String end(String path) {
        int start = path.length();
        for (int part = 0; part <= folders; part++) {
            if (start <= 0) {
                return null;
            }
            start = path.lastIndexOf('/', start - 1);
        }
        return path.substring(start + 1);
    }

    /** The name of a recording of which all this is known: the pattern with its pieces filled in. */
    String render(Map<Piece, String> values) {
        return parts.stream()
                .map(part -> part.piece() == null ? part.text() : values.getOrDefault(part.piece(), ""))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return text;
    }

    /** Of matching one name. What has failed once is not tried again, so that no name takes long. */
    private final class Attempt {

        private final String name;
        private final Map<Piece, String> found;
        private final boolean[][] failed;

        Attempt(String name, Map<Piece, String> found) {
            this.name = name;
            this.found = found;
            this.failed = new boolean[parts.size()][name.length() + 1];
        }

        boolean from(int part, int at) {
            if (part == parts.size()) {
                return at == name.length();
            }
            if (failed[part][at]) {
                return false;
            }
            Piece piece = parts.get(part).piece();
            boolean matched = piece == null ? text(part, at) : piece(piece, part, at);
            failed[part][at] = !matched;
            return matched;
        }

        private boolean text(int part, int at) {
            String wanted = parts.get(part).text();
            return name.startsWith(wanted, at) && from(part + 1, at + wanted.length());
        }

        private boolean piece(Piece piece, int part, int at) {
            int end = at;
            while (end < name.length() && end - at < piece.longest && isPlain(name.charAt(end))) {
                end++;
                if (end - at >= piece.shortest && piece.fits(name.substring(at, end)) && from(part + 1, end)) {
                    found.put(piece, name.substring(at, end));
                    return true;
                }
            }
            return false;
        }

        private static boolean isPlain(char character) {
            return character != '/' && !Character.isISOControl(character);
        }
    }
}
