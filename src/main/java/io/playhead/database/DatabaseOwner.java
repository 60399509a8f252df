package io.playhead.database;

/**
 * Whose database it is.
 *
 * @param isPlayhead whether it is Playhead's own, with all that its migrations make; else it is an existing Wazo's
 */
public record DatabaseOwner(boolean isPlayhead) {}
