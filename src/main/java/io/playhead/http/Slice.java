package io.playhead.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Representation;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/** A part of a representation as a representation of its own, its first octet at 0. */
record Slice(Representation whole, ByteRange part) implements Representation {

    @Override
    public MediaType mediaType() {
        return whole.mediaType();
    }

    @Override
    public long length() {
        return part.length();
    }

    @Override
    public EntityTag validator() {
        return whole.validator();
    }

    @Override
    public Instant lastModified() {
        return whole.lastModified();
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return whole.read(inWhole(range));
    }

    @Override
    public Optional<FileRegion> region(ByteRange range) {
        return whole.region(inWhole(range));
    }

    @Override
    public boolean comesInSteps(ByteRange range) {
        return whole.comesInSteps(inWhole(range));
    }

    private ByteRange inWhole(ByteRange range) {
        return ByteRange.ofLength(part.start() + range.start(), range.length());
    }
}
