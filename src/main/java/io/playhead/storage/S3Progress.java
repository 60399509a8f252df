package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.playhead.representation.ByteRange;
import org.jspecify.annotations.Nullable;

/** How far one range has come. Used by one thread at a time. */
final class S3Progress {

    final ByteRange range;
    private volatile long position;
    private volatile boolean begun;

    S3Progress(ByteRange range) {
        this.range = range;
        this.position = range.start();
    }

    /** Of the octet that comes next. */
    long position() {
        return position;
    }

    long left() {
        return range.end() - position;
    }

    /** An answer's body has begun, so that the client will not ask again by itself. */
    void begin() {
        begun = true;
    }

    void add(ByteBuf octets) {
        position += octets.readableBytes();
    }

    /** A body that broke off; what is wrong with an answer before its body stays wrong. */
    boolean goesOn(Throwable failure) {
        boolean brokeOff = begun && !(failure instanceof StorageFailure);
        begun = false;
        return brokeOff;
    }

    @Nullable
    ByteBuf whole() {
        if (position != range.end()) {
            throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
        }
        return null;
    }
}
