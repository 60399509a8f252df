package io.playhead.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The statements of the migrations, told apart by what an existing Wazo's database can have of them. The first migration
 * is call-logd's own work. Of the others, what names nothing in the schema {@code public} lies in {@code playhead}: there
 * an administrator makes the same. Of what they make on call-logd's tables an administrator may want the indexes; the
 * rest of it is for a database of Playhead's own, as are whole migrations that begin by saying so.
 *
 * @param contract what call-logd's migrations make
 * @param own what lies in the schema {@code playhead}
 * @param indexes on call-logd's tables
 */
record MigrationFiles(List<String> contract, List<String> own, List<String> indexes) {

    static final String FOLDER = "classpath:io/playhead/database/migrations";

    private static final int CONTRACT = 1;
    /** How a migration begins of which an existing Wazo's database can have nothing. */
    private static final String ALONE = "-- Only on a database of Playhead's own";

    private static final Pattern NAME = Pattern.compile("V(\\d+)__\\w+\\.sql");
    private static final Pattern OF_OTHERS = Pattern.compile("\\bpublic\\.");
    private static final Predicate<String> INDEX =
            Pattern.compile("CREATE INDEX \\w+\\s+ON public\\.").asPredicate();

    static MigrationFiles read() {
        List<String> contract = new ArrayList<>();
        List<String> own = new ArrayList<>();
        List<String> indexes = new ArrayList<>();
        for (Resource file : files()) {
            String text = text(file);
            if (text.startsWith(ALONE)) {
                continue;
            }
            for (String statement : SqlScript.statements(text)) {
                if (version(file) == CONTRACT) {
                    contract.add(statement);
                } else if (!OF_OTHERS.matcher(statement).find()) {
                    own.add(statement);
                } else if (INDEX.test(statement)) {
                    indexes.add(statement);
                }
            }
        }
        return new MigrationFiles(List.copyOf(contract), List.copyOf(own), List.copyOf(indexes));
    }

    private static List<Resource> files() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FOLDER + "/*.sql"))
                    .sorted(Comparator.comparing(MigrationFiles::version))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int version(Resource file) {
        Matcher name = NAME.matcher(Objects.requireNonNull(file.getFilename()));
        if (!name.matches()) {
            throw new IllegalStateException("a migration has an odd name: " + file.getFilename());
        }
        return Integer.parseInt(name.group(1));
    }

    private static String text(Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
