package io.playhead.media;

import io.netty.buffer.ByteBuf;
import io.playhead.audio.OctetSource;
import io.playhead.representation.ByteRange;
import io.playhead.storage.Place;
import io.playhead.storage.StorageFailure;
import io.playhead.storage.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stored octets for those who may wait for them: threads that decode. What the storage fails with is thrown as the problem
 * that it is for the recording, through whoever decodes.
 */
final class StoredOctets implements OctetSource {

    /** So short because one of few threads waits. */
    private static final int LONGEST_WAIT_SECONDS = 5;

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
        int count = (int) Math.min(into.remaining(), object.length() - position);
        if (count <= 0) {
            return -1;
        }
        ByteBuffer target = into.slice(into.position(), count);
        await(object.read(ByteRange.ofLength(position, count))
                .doOnNext(octets -> take(octets, target))
                .then()
                .toFuture());
        into.position(into.position() + target.position());
        return target.position();
    }

    private static void take(ByteBuf octets, ByteBuffer target) {
        try {
            int count = octets.readableBytes();
            octets.readBytes(target.slice(target.position(), count));
            target.position(target.position() + count);
        } finally {
            octets.release();
        }
    }

    private void await(CompletableFuture<?> read) throws IOException {
        try {
            read.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StorageFailure storage) {
                throw MediaProblems.of(storage, recording, place).exception(storage);
            }
            throw new IOException(failure.getCause());
        } catch (TimeoutException late) {
            read.cancel(true);
            throw MediaProblems.noStorage(recording).exception(late);
        } catch (InterruptedException interrupted) {
            read.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
