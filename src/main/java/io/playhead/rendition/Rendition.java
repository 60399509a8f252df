package io.playhead.rendition;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Octets;
import io.playhead.representation.Representation;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A rendering as a representation: a range costs the chunks that it meets. */
final class Rendition implements Representation {

    private final Rendering rendering;
    private final EntityTag validator;
    private final Instant lastModified;
    private final Chunks chunks;
    private final UUID tenant;

    /** @param lastModified in whole seconds */
    Rendition(Rendering rendering, EntityTag validator, Instant lastModified, Chunks chunks, UUID tenant) {
        this.rendering = rendering;
        this.validator = validator;
        this.lastModified = lastModified;
        this.chunks = chunks;
        this.tenant = tenant;
    }

    @Override
    public MediaType mediaType() {
        return rendering.mediaType();
    }

    @Override
    public long length() {
        return rendering.length();
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
        int first = rendering.chunkAt(range.start());
        int last = rendering.chunkAt(range.end() - 1);
        return Flux.range(first, last - first + 1).concatMap(number -> piece(number, range), 0);
    }

    @Override
    public Optional<ByteBuf> atHand(ByteRange range) {
        int number = rendering.chunkAt(range.start());
        ByteRange span = span(number);
        byte[] chunk = span.contains(range) ? chunks.atHand(key(number)) : null;
        return Optional.ofNullable(chunk).map(octets -> {
            ByteRange within = range.from(span.start());
            prepareAfter(number, range);
            return Unpooled.wrappedBuffer(octets, (int) within.start(), (int) within.length());
        });
    }

    @Override
    public boolean comesInSteps(ByteRange range) {
        return rendering.chunkAt(range.start()) < rendering.chunkAt(range.end() - 1);
    }

    private Flux<ByteBuf> piece(int number, ByteRange range) {
        ByteRange span = span(number);
        ByteRange wanted = span.intersection(range).from(span.start());
        return chunk(number)
                .doOnNext(chunk -> prepareAfter(number, range))
                .flatMapMany(chunk -> Octets.slices(chunk, (int) wanted.start(), (int) wanted.end()));
    }

    /** The header costs nothing. */
    private Mono<byte[]> chunk(int number) {
        return number == 0 ? Mono.fromCallable(this::header) : chunks.get(key(number), rendering, tenant);
    }

    private byte[] header() throws IOException {
        return rendering.chunk(0);
    }

    /** Somebody who has come to the end of a chunk goes on to the next. */
    private void prepareAfter(int number, ByteRange range) {
        int next = number + 1;
        if (next < rendering.chunks() && range.end() >= rendering.start(next)) {
            chunks.prepare(key(next), rendering, tenant);
        }
    }

    private ByteRange span(int number) {
        return new ByteRange(rendering.start(number), rendering.start(number + 1));
    }

    private Chunks.Key key(int number) {
        return new Chunks.Key(validator.opaque(), number);
    }
}
