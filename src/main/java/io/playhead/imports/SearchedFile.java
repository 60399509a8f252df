package io.playhead.imports;

import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingTable;
import io.playhead.cdr.RecordingTable.Known;
import io.playhead.storage.RecordingFolders;
import io.playhead.storage.RecordingFolders.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The file of a recording, looked for within the roots: by its octets where they are known, else by the UUID in its name. */
final class SearchedFile {

    private static final String EMPTY = "empty";

    private final RecordingFolders folders;
    private final Known recording;
    private final RecordingTable table;
    private final InstantSource clock;
    private final Instant deadline;

    /** @param deadline when the search is given up */
    SearchedFile(
            RecordingFolders folders, Known recording, RecordingTable table, InstantSource clock, Instant deadline) {
        this.folders = folders;
        this.recording = recording;
        this.table = table;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** There was not time enough to look everywhere. */
    static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooLong() {
            super(null, null, false, false);
        }
    }

    /**
     * Looks into the tenant's own folders first.
     *
     * @return empty if it is nowhere
     * @throws TooLong if time is up
     */
    Optional<FoundFile> find() throws IOException, SQLException {
        for (Folder root : folders.all()) {
            Path own = root.path().resolve(recording.tenant().toString());
            Optional<FoundFile> found =
                    Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS) ? below(own) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        for (Folder root : folders.all()) {
            Optional<FoundFile> found = below(root.path());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** By its name another may fit as well: the one that ends as that in the row is preferred. */
    private Optional<FoundFile> below(Path folder) throws IOException, SQLException {
        Optional<FoundFile> other = Optional.empty();
        try (FileTree tree = FileTree.below(folder)) {
            for (Optional<FileTree.Entry> entry = tree.next(); entry.isPresent(); entry = tree.next()) {
                goOn();
                Optional<FoundFile> file = file(entry.get());
                if (file.isEmpty() || !isIt(file.get())) {
                    continue;
                }
                if (isCertain(file.get())) {
                    return file;
                }
                other = other.or(() -> file);
            }
        }
        return other;
    }

    private void goOn() {
        if (clock.instant().isAfter(deadline)) {
            throw new TooLong();
        }
    }

    private boolean isCertain(FoundFile file) {
        return recording.sha256() != null
                || file.extension().equals(FoundFile.extension(String.valueOf(recording.path())));
    }

    private Optional<FoundFile> file(FileTree.Entry entry) {
        BasicFileAttributes attributes = entry.attributes();
        return attributes == null || !attributes.isRegularFile()
                ? Optional.empty()
                : folders.holding(entry.path()).map(root -> FoundFile.of(entry.path(), root, attributes));
    }

    private boolean isIt(FoundFile file) throws SQLException {
        return !FoundFile.isTemporary(file.name())
                && file.isText()
                && file.owner().map(recording.tenant()::equals).orElse(true)
                && !file.isOutside(recording.tenant())
                && (recording.sha256() == null ? isNamedSound(file) : isSame(file))
                && !table.isTaken(file.place());
    }

    private boolean isNamedSound(FoundFile file) {
        return file.isNamed(recording.uuid())
                && !file.isFresh(clock.instant(), ImportWish.SETTLE)
                && looked(file)
                        .filter(found -> !found.codec().equals(Candidate.UNKNOWN))
                        .isPresent();
    }

    /** By its octets; those of files without sound are many files' octets. */
    private boolean isSame(FoundFile file) {
        Long octets = recording.octets();
        return octets != null
                && octets == file.length()
                && (file.isNamed(recording.uuid())
                        || looked(file)
                                .filter(found -> !found.state().equals(EMPTY))
                                .isPresent())
                && file.digest(this::goOn).equals(recording.sha256());
    }

    private Optional<RecordingFacts> looked(FoundFile file) {
        try {
            return file.probed(recording.uuid());
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
