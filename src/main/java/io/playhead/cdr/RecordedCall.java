package io.playhead.cdr;

import java.util.List;
import java.util.UUID;

/**
 * A call as far as it was recorded.
 *
 * @param tenant whose call it is
 * @param recordings in the order in which they started; empty if there are none
 */
public record RecordedCall(int id, UUID tenant, List<Recording> recordings) {

    /** Of all its recordings. */
    public List<UUID> uuids() {
        return recordings.stream().map(Recording::uuid).toList();
    }

    /** The name under which all of it is downloaded: {@code <first start>UTC-<call>.wav}, whatever its format. */
    public String filename() {
        return Recording.filename(recordings.getFirst().start(), id);
    }
}
