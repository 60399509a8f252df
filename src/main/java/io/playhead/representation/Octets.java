package io.playhead.representation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/** A representation that lies in memory, such as a header. The array is not copied: it must not change. */
public final class Octets implements Representation {

    /** Most octets in one buffer, so that demand is obeyed. */
    private static final int SLICE = 64 * 1024;

    private final MediaType mediaType;
    private final EntityTag validator;
    private final Instant lastModified;
    private final byte[] octets;

    public Octets(MediaType mediaType, EntityTag validator, Instant lastModified, byte[] octets) {
        this.mediaType = mediaType;
        this.validator = validator;
        this.lastModified = lastModified;
        this.octets = octets;
    }

    @Override
    public MediaType mediaType() {
        return mediaType;
    }

    @Override
    public long length() {
        return octets.length;
    }

    @Override
    public EntityTag validator() {
        return validator;
    }

    @Override
    public Instant lastModified() {
        return lastModified;
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return slices(octets, Math.toIntExact(range.start()), Math.toIntExact(range.end()));
    }

    /** The part of an array that must not change, in buffers of at most 64 KiB. */
    public static Flux<ByteBuf> slices(byte[] octets, int start, int end) {
        return Flux.range(0, Math.ceilDiv(end - start, SLICE)).map(slice -> {
            int from = start + slice * SLICE;
            return Unpooled.wrappedBuffer(octets, from, Math.min(SLICE, end - from));
        });
    }
}
