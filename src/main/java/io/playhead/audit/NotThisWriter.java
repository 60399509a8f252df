package io.playhead.audit;

/** The row of a writer is not as that writer has left it: another has ended it, or somebody has changed it. */
final class NotThisWriter extends RuntimeException {

    NotThisWriter(String message) {
        super(message);
    }
}
