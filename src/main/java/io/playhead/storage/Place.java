package io.playhead.storage;

/**
 * Where a recording lies, as its row says: an absolute path, bare or as {@code file:}, or {@code s3://bucket/key}.
 * Comes from the database only, never from a request, and is never shown.
 */
public record Place(String location) {

    private static final String FILE = "file:";

    /** Whether it is a path on disk. */
    public boolean isFile() {
        return location.startsWith("/") || location.startsWith(FILE);
    }

    /**
     * The path, as it stands: nothing in it is percent-encoded. Of {@code file://} only the form without a host is
     * one of this machine's; what else there is has no path that is absolute.
     */
    String path() {
        if (!location.startsWith(FILE)) {
            return location;
        }
        String path = location.substring(FILE.length());
        if (path.startsWith("///")) {
            return path.substring(2);
        }
        return path.startsWith("//") ? path.substring(2) : path;
    }

    /** The last part, which shows a file's type where its octets do not. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
