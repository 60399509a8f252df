package io.playhead.decoder;

import org.jspecify.annotations.Nullable;

/** Why there is no sound, or not yet. Has no stack: where it was made says nothing of the recording. */
public final class DecodingFailure extends RuntimeException {

    private final Reason reason;

    /** What is wrong. */
    public enum Reason {
        /** Nothing: it is being decoded, for longer than one asker waits. */
        PENDING,
        /** So much waits for the same tenant that nothing new is begun. */
        BUSY,
        /** The program finds no sound in it. */
        UNREADABLE,
        /** It takes longer than decoding may, today: the machine may have had other work. */
        TOO_SLOW,
        /** The recording, or its sound, is larger than it may be. */
        TOO_LARGE,
        /** The octets could not be had; the cause says why. */
        SOURCE,
        /** The program or the disk it needs is not there, or was taken away. */
        BROKEN
    }

    DecodingFailure(Reason reason) {
        this(reason, null);
    }

    DecodingFailure(Reason reason, @Nullable Throwable cause) {
        super(reason.name(), cause, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same octets would fail again, at once or after as much work: it should not be tried again so soon. */
    boolean isWorthKeeping() {
        return reason == Reason.UNREADABLE || reason == Reason.TOO_SLOW || reason == Reason.TOO_LARGE;
    }
}
