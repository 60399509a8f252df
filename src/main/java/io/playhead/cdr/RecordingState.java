package io.playhead.cdr;

/**
 * What can be said of a recording now.
 *
 * @param state available, recording, empty, truncated, unrecognised, unreadable, missing, deleted or expired
 * @param held whether a legal hold keeps it
 */
public record RecordingState(String state, boolean held) {}
