package io.playhead.imports;

import io.playhead.storage.RecordingFolders;
import io.playhead.storage.RecordingFolders.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes through a folder and registers the recordings in it, some hundred in a transaction. Waits for disk and database:
 * for a thread of its own. What is there already is left as it is, so that it can be run again, and after being killed.
 */
final class Import {

    /** Files in a transaction. */
    static final int BATCH = 500;

    private final Connection connection;
    private final RecordingFolders folders;
    private final ImportWish wish;
    private final InstantSource clock;
    private final Report report;

    /** @param connection commits by itself; the caller closes it */
    Import(Connection connection, RecordingFolders folders, ImportWish wish, InstantSource clock, Report report) {
        this.connection = connection;
        this.folders = folders;
        this.wish = wish;
        this.clock = clock;
        this.report = report;
    }

    /**
     * @param folder every link followed
     * @throws IllegalArgumentException if it does not lie within a root
     * @throws IOException if the folder itself cannot be read
     */
    void run(Path folder) throws IOException, SQLException {
        run(folder, entered -> {});
    }

    /** @param entering is told of each folder before it is looked through, the first included */
    void run(Path folder, Consumer<Path> entering) throws IOException, SQLException {
        if (folders.holding(folder).isEmpty()) {
            throw new IllegalArgumentException("the folder does not lie within playhead.storage.disk.roots");
        }
        List<FoundFile> batch = new ArrayList<>(BATCH);
        List<Finding> refused = new ArrayList<>();
        try (FileTree tree = FileTree.below(folder, entering)) {
            for (Optional<FileTree.Entry> entry = tree.next(); entry.isPresent(); entry = tree.next()) {
                if (mayBeSeen(entry.get().path())) {
                    take(entry.get(), batch, refused);
                }
                report.going();
                if (report.isOver()) {
                    return;
                }
                if (batch.size() + refused.size() >= BATCH) {
                    finish(batch, refused);
                }
            }
        }
        finish(batch, refused);
    }

    private boolean mayBeSeen(Path real) {
        return folders.holding(real).filter(root -> wish.maySee(root, real)).isPresent();
    }

    /** Those alone. */
    void run(List<FoundFile> files) throws SQLException {
        report.add(new ImportBatch(connection, folders, wish, clock.instant()).run(files));
    }

    private void finish(List<FoundFile> batch, List<Finding> refused) throws SQLException {
        report.add(List.copyOf(refused));
        if (!batch.isEmpty()) {
            run(batch);
        }
        batch.clear();
        refused.clear();
    }

    private void take(FileTree.Entry entry, List<FoundFile> batch, List<Finding> refused) {
        BasicFileAttributes attributes = entry.attributes();
        if (attributes == null) {
            refused.add(refused(entry, Outcome.UNREADABLE));
        } else if (attributes.isRegularFile()) {
            folders.holding(entry.path()).ifPresent(root -> batch.add(FoundFile.of(entry.path(), root, attributes)));
        } else if (attributes.isSymbolicLink()) {
            followed(entry.path()).ifPresentOrElse(batch::add, () -> refused.add(refused(entry, Outcome.LINK)));
        } else {
            boolean temporary =
                    FoundFile.isTemporary(String.valueOf(entry.path().getFileName()));
            refused.add(refused(entry, temporary ? Outcome.TEMPORARY : Outcome.UNREADABLE));
        }
    }

    /** The file within the roots that a link leads to: it is imported as what it is, where it is. */
    private Optional<FoundFile> followed(Path link) {
        try {
            Path real = link.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return attributes.isRegularFile() && mayBeSeen(real)
                    ? folders.holding(real).map(root -> FoundFile.of(real, root, attributes))
                    : Optional.empty();
        } catch (IOException nowhere) {
            return Optional.empty();
        }
    }

    private Finding refused(FileTree.Entry entry, Outcome outcome) {
        String place = folders.holding(entry.path())
                .map((Folder root) -> root.place(entry.path()).location())
                .orElse(entry.path().toString());
        return new Finding(place, outcome, null, null);
    }
}
