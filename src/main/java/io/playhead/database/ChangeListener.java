package io.playhead.database;

import java.util.UUID;

/**
 * Told when rows have changed, by this replica or another, so that what is cached of them can be dropped. Called on
 * an event loop: must not block.
 */
public interface ChangeListener {

    void recordingChanged(UUID recording);

    /** Some have been taken back. */
    default void ticketsRevoked() {}

    /** Notices may have been missed: the connection that brings them was lost, or is new. */
    void anythingMayHaveChanged();
}
