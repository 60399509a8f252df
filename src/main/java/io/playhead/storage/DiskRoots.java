package io.playhead.storage;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The folders under which recordings may lie. Where one lies in another, the inner one decides. */
record DiskRoots(List<DiskRoot> all) implements AutoCloseable {

    private static final Logger security = LoggerFactory.getLogger("io.playhead.security");

    /** What is done with a path. */
    interface PathTask<T> {

        @Nullable
        T on(Path path) throws IOException;
    }

    static DiskRoots of(DiskProperties properties) {
        return new DiskRoots(properties.roots().stream()
                .map(root -> DiskRoot.existing(root, properties))
                .toList());
    }

    /** Where new recordings go. */
    DiskRoot first() {
        return all.getFirst();
    }

    /** On the threads of the root that the place names; links may lead to another. */
    <T> Mono<T> hop(Place place, PathTask<T> task) {
        return Mono.defer(() -> {
            Path path = path(place);
            return naming(path).work().hop(() -> task.on(path));
        });
    }

    private DiskRoot naming(Path path) {
        return all.stream()
                .filter(root -> root.names(path))
                .max(Comparator.comparingInt(DiskRoot::depth))
                .orElse(first());
    }

    /** Absolute, so that no place depends on the folder in which the program was started. */
    private static Path path(Place place) {
        try {
            Path path = Path.of(place.path());
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException impossible) {
            throw new StorageFailure(StorageFailure.Reason.MISSING, impossible);
        }
        throw new StorageFailure(StorageFailure.Reason.MISSING, null);
    }

    /**
     * The root in which a path lies when every link has been followed. None is a security event.
     *
     * @param asked as the place has it
     */
    DiskRoot holding(Path real, Path asked) {
        return all.stream()
                .filter(root -> root.holds(real))
                .max(Comparator.comparingInt(DiskRoot::depth))
                .orElseThrow(() -> {
                    security.warn("event=place-outside-roots file={}", asked.getFileName());
                    return new StorageFailure(StorageFailure.Reason.MISSING, null);
                });
    }

    int sum(ToIntFunction<DiskWork> figure) {
        return all.stream().map(DiskRoot::work).mapToInt(figure).sum();
    }

    @Override
    public void close() {
        all.forEach(root -> root.work().close());
    }
}
