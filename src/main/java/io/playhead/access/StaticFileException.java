package io.playhead.access;

/** The static authority's file cannot be used: what is wrong with it, and where, in its own fields. */
final class StaticFileException extends RuntimeException {

    StaticFileException(String message) {
        super(message);
    }
}
