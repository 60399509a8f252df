package io.playhead.media;

import io.playhead.storage.Place;
import java.time.Duration;

/**
 * Knows which files a recorder still writes to. Implemented by the room that watches them; asked with every request, so that
 * an answer waits for nothing.
 */
public interface BeingWritten {

    boolean isBeingWritten(Place place);

    /** After how long it may be complete. */
    Duration settle();
}
