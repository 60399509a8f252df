package io.playhead.command;

import org.jspecify.annotations.Nullable;

/** Why a command cannot be done, in a sentence for whoever called it. */
public final class CommandFailure extends RuntimeException {

    public CommandFailure(String message) {
        this(message, null);
    }

    /** @param cause is not shown: the message says all that there is to say */
    public CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
