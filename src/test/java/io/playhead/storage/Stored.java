package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Representation;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/** A stored object under a representation's promises. */
record Stored(StoredObject object) implements Representation {

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_OCTET_STREAM;
    }

    @Override
    public long length() {
        return object.length();
    }

    @Override
    public EntityTag validator() {
        return new EntityTag(Long.toHexString(object.modifiedNanos()));
    }

    @Override
    public Instant lastModified() {
        return Instant.ofEpochSecond(object.modifiedNanos() / 1_000_000_000);
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return object.read(range);
    }

    @Override
    public Optional<FileRegion> region(ByteRange range) {
        return object.region(range);
    }
}
