package io.playhead.storage;

/** Where new recordings are written. */
public record Destination(RecordingStore store) {}
