package io.playhead.storage;

import org.jspecify.annotations.Nullable;

/** Why a store could not do what it was asked. Has no message that could show a place. */
public final class StorageFailure extends RuntimeException {

    /** What went wrong. */
    public enum Reason {
        /** Nothing is there, or what is there is not a file, or lies outside every root. */
        MISSING,
        /** It is there and may not be read, or not be removed. */
        FORBIDDEN,
        /** It is no longer what it was when opened: shorter, replaced or gone. */
        CHANGED,
        /** The disk, or the network behind it, failed. */
        BROKEN
    }

    private final Reason reason;

    StorageFailure(Reason reason, @Nullable Throwable cause) {
        super(reason.name(), cause, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
