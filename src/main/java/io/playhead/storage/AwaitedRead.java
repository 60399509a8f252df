package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.playhead.representation.ByteRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stored octets for threads that may wait for them. */
public final class AwaitedRead {

    private AwaitedRead() {}

    /**
     * As many octets as there is room for, or as there are behind the position.
     *
     * @param most how long they are waited for
     * @return how many were read; -1 at or past the end
     * @throws StorageFailure {@code BROKEN} where they do not come in time, and as {@link StoredObject#read} fails
     * @throws InterruptedIOException if the thread is interrupted, which gives the read up
     */
    public static int of(StoredObject object, long position, ByteBuffer into, Duration most) throws IOException {
        int count = (int) Math.min(into.remaining(), object.length() - position);
        if (count <= 0) {
            return -1;
        }
        ByteBuffer target = into.slice(into.position(), count);
        await(
                object.read(ByteRange.ofLength(position, count))
                        .doOnNext(octets -> take(octets, target))
                        .then()
                        .toFuture(),
                most);
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

    private static void await(CompletableFuture<?> read, Duration most) throws IOException {
        try {
            read.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StorageFailure storage) {
                throw storage;
            }
            throw new IOException(failure.getCause());
        } catch (TimeoutException late) {
            read.cancel(true);
            throw new StorageFailure(StorageFailure.Reason.BROKEN, late);
        } catch (InterruptedException interrupted) {
            read.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
