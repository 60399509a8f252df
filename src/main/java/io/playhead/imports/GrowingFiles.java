package io.playhead.imports;

import io.playhead.media.BeingWritten;
import io.playhead.storage.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files to which somebody has written of late. Asked by those who serve, from any thread. */
final class GrowingFiles implements BeingWritten {

    /** More are not remembered: the next look through all folders finds them. */
    static final int MOST = 10_000;

    private final Map<String, Touched> files = new ConcurrentHashMap<>();
    private final Duration settle;

    /** @param settle how long nobody may have written to a file */
    GrowingFiles(Duration settle) {
        this.settle = settle;
    }

    /**
     * @param length when it was looked at last; -1 before
     * @param written whether somebody was seen to write to it, rather than to put it there whole
     */
    private record Touched(Path path, Instant at, long length, boolean written) {}

    /**
     * Somebody has done something to it.
     *
     * @param written whether that was to write
     * @return whether it is remembered
     */
    boolean touched(String place, Path path, Instant now, boolean written) {
        Touched before = files.get(place);
        if (before == null && files.size() >= MOST) {
            return false;
        }
        files.put(
                place,
                before == null
                        ? new Touched(path, now, -1, written)
                        : new Touched(path, now, before.length(), written || before.written()));
        return true;
    }

    /** It is so long now: whether it was another length before tells of folders where the system does not. */
    void measured(String place, long length) {
        files.computeIfPresent(
                place,
                (same, before) -> new Touched(
                        before.path(),
                        before.at(),
                        length,
                        before.written() || before.length() >= 0 && before.length() != length));
    }

    void forget(String place) {
        files.remove(place);
    }

    /** Those to which nobody has written since they have had time to settle. */
    List<Path> settled(Instant now, int most) {
        return files.values().stream()
                .filter(touched -> !touched.at().plus(settle).isAfter(now))
                .limit(most)
                .map(Touched::path)
                .toList();
    }

    int count() {
        return files.size();
    }

    @Override
    public boolean isBeingWritten(Place place) {
        Touched touched = files.get(place.location());
        return touched != null && touched.written();
    }

    @Override
    public Duration settle() {
        return settle;
    }
}
