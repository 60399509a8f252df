package io.playhead.media;

import io.playhead.audio.OctetSource;
import io.playhead.storage.AwaitedRead;
import io.playhead.storage.Place;
import io.playhead.storage.StorageFailure;
import io.playhead.storage.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;

/**
 * Stored octets for those who may wait for them: threads that decode. What the storage fails with is thrown as the problem
 * that it is for the recording, through whoever decodes.
 */
final class StoredOctets implements OctetSource {

    /** So short because one of few threads waits. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final StoredObject object;
    private final UUID recording;
    private final Place place;

    StoredOctets(StoredObject object, UUID recording, Place place) {
        this.object = object;
        this.recording = recording;
        this.place = place;
    }

    @Override
    public long length() {
        return object.length();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        try {
            return AwaitedRead.of(object, position, into, LONGEST_WAIT);
        } catch (StorageFailure failure) {
            throw MediaProblems.of(failure, recording, place).exception(failure);
        }
    }
}
