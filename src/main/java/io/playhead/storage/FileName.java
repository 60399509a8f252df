package io.playhead.storage;

/** The last part of a place. */
final class FileName {

    private FileName() {}

    /** @throws IllegalArgumentException if it is none: hidden, or with a separator in it */
    static String checked(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a file name: " + name);
        }
        return name;
    }
}
