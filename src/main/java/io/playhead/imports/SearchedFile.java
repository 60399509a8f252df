package io.playhead.imports;

import io.playhead.cdr.RecordingTable;
import io.playhead.cdr.RecordingTable.Known;
import io.playhead.storage.RecordingFolders;
import io.playhead.storage.RecordingFolders.Folder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The file of a recording, looked for within the roots: by the UUID in its name, or by its octets where they are known. */
final class SearchedFile {

    private static final int CHUNK = 64 * 1024;

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

    private Optional<FoundFile> below(Path folder) throws IOException, SQLException {
        try (FileTree tree = FileTree.below(folder)) {
            for (Optional<FileTree.Entry> entry = tree.next(); entry.isPresent(); entry = tree.next()) {
                if (clock.instant().isAfter(deadline)) {
                    throw new TooLong();
                }
                Optional<FoundFile> file = file(entry.get());
                if (file.isPresent() && isIt(file.get())) {
                    return file;
                }
            }
        }
        return Optional.empty();
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
                && (isNamed(file) || isSame(file))
                && !table.isTaken(file.place());
    }

    private boolean isNamed(FoundFile file) {
        return file.name().toLowerCase(Locale.ROOT).contains(recording.uuid().toString());
    }

    private boolean isSame(FoundFile file) {
        Long octets = recording.octets();
        String digest = recording.sha256();
        return octets != null && digest != null && octets == file.length() && digest.equals(digest(file.path()));
    }

    /** In hex; empty for what cannot be read. */
    private String digest(Path file) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            while (channel.read(chunk) >= 0) {
                sha256.update(chunk.flip());
                chunk.clear();
                if (clock.instant().isAfter(deadline)) {
                    throw new TooLong();
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException closed) {
            return "";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
