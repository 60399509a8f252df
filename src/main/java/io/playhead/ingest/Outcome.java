package io.playhead.ingest;

import io.playhead.cdr.Recording;

/** @param made else it was there before, with the same octets */
record Outcome(Recording recording, boolean made) {}
