package io.playhead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the manual, as its reader sees it. */
record ManualPage(Path file, String text) {

    private static final Path DOCS = Path.of("src/docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static ManualPage of(String name) {
        return read(DOCS.resolve(name));
    }

    /** README and all of the manual. */
    static List<ManualPage> all() {
        try (Stream<Path> docs = Files.walk(DOCS)) {
            return Stream.concat(Stream.of(Path.of("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(ManualPage::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ManualPage read(Path file) {
        try {
            return new ManualPage(file, Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The rows of the table with this first column's head, without the head: each cell as it stands. */
    List<List<String>> table(String firstColumn) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("| " + firstColumn + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(ManualPage::cells)
                .toList();
    }

    /** All rows whose first cell is in code. */
    List<List<String>> rows() {
        return text.lines()
                .filter(line -> line.startsWith("| `"))
                .map(ManualPage::cells)
                .toList();
    }

    private static List<String> cells(String row) {
        String[] cells = row.substring(1, row.length() - 1).split("(?<!\\\\)\\|");
        return Arrays.stream(cells).map(String::strip).toList();
    }

    /** What stands between backquotes. */
    static Set<String> code(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What it links to within the repository, without fragments. */
    List<Path> links() {
        Path folder = file.toAbsolutePath().getParent();
        return LINK.matcher(text)
                .results()
                .map(match -> match.group(1).replaceFirst("#.*", ""))
                .filter(target -> !target.isEmpty() && !target.contains("://"))
                .map(target ->
                        java.util.Objects.requireNonNull(folder).resolve(target).normalize())
                .toList();
    }
}
