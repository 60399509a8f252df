package io.playhead.imports;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever lies below a folder, one after another, in no order. Follows no link. Holds the folders on the way down, and
 * no list of what is in them.
 */
final class FileTree implements AutoCloseable {

    /** Deeper folders are not entered. */
    static final int DEEPEST = 64;

    private final Consumer<Path> entering;
    private final Deque<Level> levels = new ArrayDeque<>();

    private record Level(Path folder, DirectoryStream<Path> stream, Iterator<Path> entries) {}

    /** @param attributes null for what cannot be looked at */
    record Entry(Path path, @Nullable BasicFileAttributes attributes) {}

    private FileTree(Consumer<Path> entering) {
        this.entering = entering;
    }

    /** @param folder every link followed */
    static FileTree below(Path folder) throws IOException {
        return below(folder, entered -> {});
    }

    /** @param entering is told of each folder before it is looked through, the first included */
    static FileTree below(Path folder, Consumer<Path> entering) throws IOException {
        FileTree tree = new FileTree(entering);
        tree.enter(folder);
        return tree;
    }

    /** The next file, link or what else is no folder, or the next folder that cannot be entered; empty at the end. */
    Optional<Entry> next() throws IOException {
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            try {
                if (!level.entries().hasNext()) {
                    levels.removeLast().stream().close();
                    continue;
                }
            } catch (DirectoryIteratorException broken) {
                levels.removeLast().stream().close();
                return Optional.of(new Entry(level.folder(), null));
            }
            Entry entry = look(level.entries().next());
            if (entry.attributes() == null || !entry.attributes().isDirectory()) {
                return Optional.of(entry);
            }
            if (FoundFile.isTemporary(String.valueOf(entry.path().getFileName())) || !entered(entry.path())) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static Entry look(Path path) {
        try {
            return new Entry(path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException gone) {
            return new Entry(path, null);
        }
    }

    private boolean entered(Path folder) {
        if (levels.size() >= DEEPEST) {
            return false;
        }
        try {
            enter(folder);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private void enter(Path folder) throws IOException {
        entering.accept(folder);
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        levels.addLast(new Level(folder, stream, stream.iterator()));
    }

    @Override
    public void close() throws IOException {
        for (Level level : levels) {
            level.stream().close();
        }
        levels.clear();
    }
}
