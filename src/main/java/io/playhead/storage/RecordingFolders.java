package io.playhead.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The folders under which recordings may lie, for those who walk through them on threads that may wait.
 *
 * @param all in the order in which they are configured
 */
public record RecordingFolders(List<Folder> all) {

    public RecordingFolders {
        all = List.copyOf(all);
    }

    /**
     * @param given as configured, and as rows have it
     * @param path the same when every link is followed
     * @param local whether the file system answers as a disk of this machine does
     */
    public record Folder(Path given, Path path, boolean local) {

        /** @param real a file below, every link followed */
        public Place place(Path real) {
            return new Place(given.resolve(path.relativize(real)).toString());
        }

        boolean holds(Path real) {
            return real.startsWith(path);
        }
    }

    static RecordingFolders of(DiskRoots roots) {
        return new RecordingFolders(roots.all().stream()
                .map(root -> new Folder(root.given(), root.path(), root.local()))
                .toList());
    }

    /**
     * Those of {@code playhead.storage.disk.roots}, for a command, which has no beans.
     *
     * @throws RuntimeException that names the property, where one of them is wrong or is no folder
     */
    public static RecordingFolders configured(Environment settings) {
        DiskProperties properties = Binder.get(settings).bindOrCreate("playhead.storage.disk", DiskProperties.class);
        return new RecordingFolders(
                properties.roots().stream().map(RecordingFolders::folder).toList());
    }

    private static Folder folder(DiskProperties.Root root) {
        Path given = Objects.requireNonNull(root.path()).normalize();
        try {
            Path real = given.toRealPath();
            if (Files.isDirectory(real)) {
                return new Folder(given, real, root.local());
            }
        } catch (IOException missing) {
            throw new IllegalArgumentException("playhead.storage.disk.roots: " + given + " cannot be opened", missing);
        }
        throw new IllegalArgumentException("playhead.storage.disk.roots: " + given + " is not a folder");
    }

    /** The one in which a path lies, every link in it followed; where one lies in another, the inner one. */
    public Optional<Folder> holding(Path real) {
        return all.stream()
                .filter(folder -> folder.holds(real))
                .max(Comparator.comparingInt(folder -> folder.path().getNameCount()));
    }

    /** Where a row's place leads, every link followed; empty if nothing is there, or not within these folders. */
    public Optional<Path> file(Place place) {
        if (!place.isFile()) {
            return Optional.empty();
        }
        try {
            Path real = Path.of(place.path()).toRealPath();
            return Files.isRegularFile(real) && holding(real).isPresent() ? Optional.of(real) : Optional.empty();
        } catch (IOException | InvalidPathException nothing) {
            return Optional.empty();
        }
    }
}
