package io.playhead.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Representation;
import java.time.Instant;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/** As long as one likes: the octet at each position is the position's last eight bits. */
record Counting(long length) implements Representation {

    private static final int CHUNK = 4_096;

    @Override
    public MediaType mediaType() {
        return Asked.WAV;
    }

    @Override
    public EntityTag validator() {
        return new EntityTag("counting");
    }

    @Override
    public Instant lastModified() {
        return Asked.MODIFIED;
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return Flux.generate(range::start, (start, sink) -> {
            long end = Math.min(start + CHUNK, range.end());
            byte[] octets = new byte[(int) (end - start)];
            for (int at = 0; at < octets.length; at++) {
                octets[at] = (byte) (start + at);
            }
            sink.next(Unpooled.wrappedBuffer(octets));
            if (end == range.end()) {
                sink.complete();
            }
            return end;
        });
    }
}
