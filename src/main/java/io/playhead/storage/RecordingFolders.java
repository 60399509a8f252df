package io.playhead.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    private static final String WAZO = "/var/lib/wazo/sounds/tenants";
    private static final String ROOT = "playhead.storage.disk.roots[0].path";
    private static final String DATABASE = "playhead.database.url";
    private static final String OWNER = "playhead.database.owner";

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

    /** What is not said of folders, and goes without saying: on a Wazo's database, where a Wazo has its recordings. */
    public static Map<String, Object> unsaid(Environment settings) {
        boolean besideWazo = settings.containsProperty(DATABASE)
                && "wazo".equalsIgnoreCase(settings.getProperty(OWNER))
                && !settings.containsProperty(ROOT);
        return besideWazo ? Map.of(ROOT, WAZO) : Map.of();
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
        if (!unsaid(settings).isEmpty()) {
            return new RecordingFolders(List.of(folder(new DiskProperties.Root(Path.of(WAZO), true))));
        }
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

    /** By which those who may not know where it lies speak of it: its last part, with a number where others have it too. */
    public String name(Folder folder) {
        String last = String.valueOf(folder.given().getFileName());
        long before = all.stream()
                .takeWhile(other -> !other.equals(folder))
                .filter(other -> last.equals(String.valueOf(other.given().getFileName())))
                .count();
        return before == 0 ? last : last + "-" + (before + 1);
    }

    /** A place under its root's name, for those who may not know where that lies. */
    public String shown(String place) {
        return all.stream()
                .filter(folder -> place.startsWith(folder.given() + "/"))
                .max(Comparator.comparingInt(folder -> folder.given().getNameCount()))
                .map(folder ->
                        name(folder) + place.substring(folder.given().toString().length()))
                .orElse(place.substring(place.lastIndexOf('/') + 1));
    }

    /** The one in which a path lies, every link in it followed; where one lies in another, the inner one. */
    public Optional<Folder> holding(Path real) {
        return all.stream()
                .filter(folder -> folder.holds(real))
                .max(Comparator.comparingInt(folder -> folder.path().getNameCount()));
    }

    /** What can be said here of a row's place. */
    public enum Whereabouts {
        /** A file is there, within these folders. */
        THERE,
        /** Within these folders, and nothing is there. */
        ABSENT,
        /** Not on this disk, not within these folders, or not to be looked at. */
        UNKNOWN
    }

    /** Whether something is there. */
    public Whereabouts whereabouts(Place place) {
        if (!place.isFile()) {
            return Whereabouts.UNKNOWN;
        }
        try {
            return whereabouts(Path.of(place.path()));
        } catch (InvalidPathException unsayable) {
            return Whereabouts.UNKNOWN;
        }
    }

    private Whereabouts whereabouts(Path path) {
        try {
            Path real = path.toRealPath();
            return Files.isRegularFile(real) && holding(real).isPresent() ? Whereabouts.THERE : Whereabouts.UNKNOWN;
        } catch (NoSuchFileException nothing) {
            return within(path, true);
        } catch (FileSystemException perhapsBelowFile) {
            return within(path, false);
        } catch (IOException failure) {
            return Whereabouts.UNKNOWN;
        }
    }

    /**
     * Of a path that leads nowhere: absent if the way to it ends within these folders, not at a link that leads nowhere.
     *
     * @param folder whether it may end at a folder; else only at a file that was taken for one
     */
    private Whereabouts within(Path path, boolean folder) {
        Path end = path.getParent();
        while (end != null && !Files.exists(end, LinkOption.NOFOLLOW_LINKS)) {
            end = end.getParent();
        }
        if (end == null || Files.isSymbolicLink(path)) {
            return Whereabouts.UNKNOWN;
        }
        try {
            Path real = end.toRealPath();
            boolean ends = Files.isRegularFile(real) || folder && Files.isDirectory(real);
            return ends && holding(real).isPresent() ? Whereabouts.ABSENT : Whereabouts.UNKNOWN;
        } catch (IOException closed) {
            return Whereabouts.UNKNOWN;
        }
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
